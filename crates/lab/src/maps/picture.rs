use anyhow::{Result, anyhow};
use plotters::prelude::*;

use super::faithful::Faithful;
use super::followed::{Curve, ORDERS};

/// Room for both charts, in pixels.
const SIZE: (u32, u32) = (900, 340);
/// A colour for each of [`ORDERS`].
const COLOURS: [RGBColor; 4] = [
    RGBColor(200, 50, 40),
    RGBColor(40, 90, 190),
    RGBColor(130, 130, 130),
    RGBColor(220, 150, 40),
];

/// The mean curves of deletion and insertion side by side, as SVG.
pub fn svg(measured: &Faithful) -> Result<String> {
    let mut svg = String::new();
    let charts = [
        ("deletion", "cells hidden", measured.deletion()),
        ("insertion", "cells shown", measured.insertion()),
    ];
    draw(&charts, &mut svg).map_err(|error| anyhow!("the curves cannot be drawn: {error}"))?;
    Ok(svg)
}

type Chart<'a> = (&'a str, &'a str, Vec<Curve>);

fn draw(charts: &[Chart<'_>; 2], svg: &mut String) -> Result<(), Box<dyn std::error::Error>> {
    let values = charts
        .iter()
        .flat_map(|(.., curves)| curves.iter().flatten());
    let highest = values.copied().fold(0.0, f32::max).max(0.01) * 1.05;
    let area = SVGBackend::with_string(svg, SIZE).into_drawing_area();
    area.fill(&WHITE)?;
    for (half, (caption, across, curves)) in area.split_evenly((1, 2)).iter().zip(charts) {
        let n_cells = curves[0].len().saturating_sub(1).max(1);
        let mut chart = ChartBuilder::on(half)
            .caption(caption, ("sans-serif", 18))
            .margin(12)
            .x_label_area_size(36)
            .y_label_area_size(48)
            .build_cartesian_2d(0.0..n_cells as f32, 0.0..highest)?;
        chart
            .configure_mesh()
            .x_desc(*across)
            .y_desc("probability of the answer")
            .x_label_formatter(&|cells| format!("{cells:.0}"))
            .max_light_lines(1)
            .draw()?;
        for ((name, colour), curve) in ORDERS.iter().zip(COLOURS).zip(curves) {
            let points = curve.iter().enumerate();
            let points = points.map(|(at, value)| (at as f32, *value));
            chart
                .draw_series(LineSeries::new(points, colour.stroke_width(2)))?
                .label(*name)
                .legend(move |(x, y)| PathElement::new([(x, y), (x + 16, y)], colour));
        }
        chart
            .configure_series_labels()
            .position(SeriesLabelPosition::LowerLeft)
            .background_style(WHITE.mix(0.8))
            .draw()?;
    }
    area.present()?;
    Ok(())
}
