use plotters::prelude::*;

use crate::{Epoch, History};

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
    let of = |name: &str, value: &dyn Fn(&Epoch) -> f64| {
        let points = (1..).zip(history.epochs.iter().map(value));
        let points = points.map(|(epoch, value)| (f64::from(epoch), value));
        (name.to_owned(), points.collect())
    };
    let losses: Vec<Series> = vec![of("train", &|epoch| epoch.loss)];
    let dev = history.dev.iter().enumerate();
    let dev = dev
        .map(|(at, name)| of(name, &|epoch| epoch.dev[at]))
        .collect();
    let charts = [("loss", losses), ("% right", dev)].map(|(caption, series)| Chart {
        caption,
        across: "epoch",
        up: "",
        series,
    });
    draw_charts(&charts, SeriesLabelPosition::LowerRight, svg)
}

/// A name and its points.
pub type Series = (String, Vec<(f64, f64)>);

/// What a chart shows.
pub struct Chart<'a> {
    /// What stands above it.
    pub caption: &'a str,
    /// What goes across.
    pub across: &'a str,
    /// What goes up.
    pub up: &'a str,
    /// Its lines.
    pub series: Vec<Series>,
}

/// Draws two charts side by side, as SVG; `names` says where the lines are named.
///
/// # Errors
/// What the drawing library says.
pub fn draw_charts(
    charts: &[Chart<'_>; 2],
    names: SeriesLabelPosition,
    svg: &mut String,
) -> Result<(), Box<dyn std::error::Error>> {
    let area = SVGBackend::with_string(svg, SIZE).into_drawing_area();
    area.fill(&WHITE)?;
    for (half, chart) in area.split_evenly((1, 2)).iter().zip(charts) {
        let points = || chart.series.iter().flat_map(|(_, points)| points);
        let highest = points().map(|(_, y)| *y).fold(1e-6, f64::max) * 1.05;
        let first = points().map(|(x, _)| *x).fold(1.0, f64::min);
        let last = points().map(|(x, _)| *x).fold(first + 1.0, f64::max);
        let mut drawn = ChartBuilder::on(half)
            .caption(chart.caption, ("sans-serif", 18))
            .margin(12)
            .x_label_area_size(36)
            .y_label_area_size(48)
            .build_cartesian_2d(first..last, 0.0..highest)?;
        let mut mesh = drawn.configure_mesh();
        mesh.x_desc(chart.across)
            .y_desc(chart.up)
            .max_light_lines(1);
        mesh.x_label_formatter(&|x| format!("{x:.0}")).draw()?;
        for (at, (name, points)) in chart.series.iter().enumerate() {
            let colour = Palette99::pick(at).to_rgba();
            drawn
                .draw_series(LineSeries::new(
                    points.iter().copied(),
                    colour.stroke_width(2),
                ))?
                .label(name)
                .legend(move |(x, y)| PathElement::new([(x, y), (x + 16, y)], colour));
        }
        drawn
            .configure_series_labels()
            .position(names.clone())
            .background_style(WHITE.mix(0.8))
            .draw()?;
    }
    area.present()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

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
