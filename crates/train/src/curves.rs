use plotters::prelude::*;

use crate::History;

/// Room for the picture of a run, in pixels.
const SIZE: (u32, u32) = (900, 340);

/// A picture of a run as SVG: the loss, and percent right on each dev set,
/// epoch by epoch. `None` before the first epoch is done.
pub fn curves_svg(history: &History) -> Option<String> {
    let mut svg = String::new();
    draw(history, &mut svg).ok()?;
    (!history.epochs.is_empty()).then_some(svg)
}

fn draw(history: &History, svg: &mut String) -> Result<(), Box<dyn std::error::Error>> {
    let area = SVGBackend::with_string(svg, SIZE).into_drawing_area();
    area.fill(&WHITE)?;
    let halves = area.split_evenly((1, 2));
    let losses: Vec<f64> = history.epochs.iter().map(|epoch| epoch.loss).collect();
    lines(&halves[0], "loss", &[("train".to_owned(), losses)])?;
    let dev: Vec<(String, Vec<f64>)> = history
        .dev
        .iter()
        .enumerate()
        .map(|(at, name)| {
            let values = history.epochs.iter().map(|epoch| epoch.dev[at]).collect();
            (name.clone(), values)
        })
        .collect();
    lines(&halves[1], "% right", &dev)?;
    area.present()?;
    Ok(())
}

type Area<'a> = DrawingArea<SVGBackend<'a>, plotters::coord::Shift>;

fn lines(
    area: &Area<'_>,
    caption: &str,
    series: &[(String, Vec<f64>)],
) -> Result<(), Box<dyn std::error::Error>> {
    let n_epochs = series.iter().map(|(_, values)| values.len()).max();
    let highest = series.iter().flat_map(|(_, values)| values).copied();
    let highest = highest.fold(0.0f64, f64::max).max(1e-6) * 1.05;
    let mut chart = ChartBuilder::on(area)
        .caption(caption, ("sans-serif", 18))
        .margin(12)
        .x_label_area_size(30)
        .y_label_area_size(44)
        .build_cartesian_2d(1.0..n_epochs.unwrap_or(1).max(2) as f64, 0.0..highest)?;
    chart.configure_mesh().x_desc("epoch").draw()?;
    for (at, (name, values)) in series.iter().enumerate() {
        let colour = Palette99::pick(at).to_rgba();
        let points = values
            .iter()
            .zip(1..)
            .map(|(value, epoch)| (f64::from(epoch), *value));
        chart
            .draw_series(LineSeries::new(points, colour.stroke_width(2)))?
            .label(name)
            .legend(move |(x, y)| PathElement::new([(x, y), (x + 16, y)], colour));
    }
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::LowerRight)
        .background_style(WHITE.mix(0.8))
        .draw()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Epoch;

    #[test]
    fn a_run_has_a_picture() {
        let mut history = History {
            dev: vec!["daquar".into(), "yes/no".into()],
            epochs: vec![],
        };
        assert_eq!(curves_svg(&history), None);
        for at in 0..3 {
            history.epochs.push(Epoch {
                loss: 3.0 / f64::from(at + 1),
                dev: vec![20.0, 60.0],
                seconds: 1.0,
            });
        }
        let svg = curves_svg(&history).expect("a picture");
        assert!(svg.starts_with("<svg") && svg.contains("daquar"));
    }
}
