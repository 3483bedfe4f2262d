//! One line of comma-separated values.

/// The cells of a line, or nothing if its quotes do not match. A cell in
/// double quotes may hold commas, and a doubled quote is one quote.
pub fn cells(line: &str) -> Option<Vec<String>> {
    let mut cells = Vec::new();
    let mut rest = line;
    loop {
        let (cell, after) = match rest.strip_prefix('"') {
            Some(quoted) => quoted_cell(quoted)?,
            None => {
                let (cell, after) = rest.split_at(rest.find(',').unwrap_or(rest.len()));
                (cell.to_owned(), after)
            }
        };
        cells.push(cell);
        match after.strip_prefix(',') {
            Some(more) => rest = more,
            None => return after.is_empty().then_some(cells),
        }
    }
}

/// Reads up to the closing quote; what follows it is the rest of the line.
fn quoted_cell(text: &str) -> Option<(String, &str)> {
    let mut cell = String::new();
    let mut rest = text;
    loop {
        let (part, after) = rest.split_once('"')?;
        cell.push_str(part);
        match after.strip_prefix('"') {
            Some(more) => {
                cell.push('"');
                rest = more;
            }
            None => return Some((cell, after)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::cells;

    #[test]
    fn cells_are_split_at_commas_outside_quotes() {
        let cases: [(&str, &[&str]); 6] = [
            ("a,b,c", &["a", "b", "c"]),
            ("a,\"b, c\",d", &["a", "b, c", "d"]),
            ("\"say \"\"red\"\"\",\"\"", &["say \"red\"", ""]),
            ("", &[""]),
            (",", &["", ""]),
            ("é,\"ü,\"", &["é", "ü,"]),
        ];
        for (line, expected) in cases {
            assert_eq!(cells(line).unwrap_or_default(), expected, "{line:?}");
        }
    }

    #[test]
    fn quotes_that_do_not_match_are_no_line() {
        for line in ["\"a,b", "\"a\"b,c", "\"\"\""] {
            assert_eq!(cells(line), None, "{line:?}");
        }
    }
}
