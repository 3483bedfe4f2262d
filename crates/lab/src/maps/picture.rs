use anyhow::{Result, anyhow};
use plotters::prelude::SeriesLabelPosition;
use train::{Chart, draw_charts};

use super::faithful::Faithful;
use super::followed::ORDERS;

/// The mean curves of deletion and insertion side by side, as SVG.
pub fn svg(measured: &Faithful) -> Result<String> {
    let charts = [
        ("deletion", "cells hidden", measured.deletion()),
        ("insertion", "cells shown", measured.insertion()),
    ];
    let charts = charts.map(|(caption, across, curves)| {
        let series = ORDERS.iter().zip(curves).map(|(name, curve)| {
            let points = curve.iter().enumerate();
            let points = points.map(|(at, value)| (at as f64, f64::from(*value)));
            ((*name).to_owned(), points.collect())
        });
        Chart {
            caption,
            across,
            up: "probability of the answer",
            series: series.collect(),
        }
    });
    let mut svg = String::new();
    draw_charts(&charts, SeriesLabelPosition::LowerLeft, &mut svg)
        .map_err(|error| anyhow!("the curves cannot be drawn: {error}"))?;
    Ok(svg)
}
