//! What is prepared for the processor sees what the backbone sees.

use burn::tensor::Device;
use vision::{Looker, Photo, VisionConfig};

/// Stripes, spots and a gradient, so that no two cells are alike.
fn photo(width: usize, height: usize) -> Photo {
    let pixels = (0..width * height).flat_map(|at| {
        let (x, y) = (at % width, at / width);
        [x * 3 + y, x * y / 7, (x ^ y) * 5, 255].map(|value| (value % 256) as u8)
    });
    Photo::from_rgba(width, height, pixels.collect()).expect("a photo")
}

#[test]
fn a_looker_sees_what_its_backbone_sees() {
    let device = Device::flex();
    for (input_size, pooled) in [(224, 1), (96, 1), (192, 2), (32, 1)] {
        let config = VisionConfig {
            input_size,
            pooled,
            n_classes: 37,
            label_dim: 11,
        };
        let mut backbone = config.init(&device).expect("a backbone");
        let label_vectors = backbone.classifier.weight.val().slice([0..37, 0..11]);
        backbone.label_vectors = burn::module::Param::from_tensor(label_vectors);
        let photo = photo(301, 199);
        let expected = backbone.look(&photo, &config, &device);
        let bytes = weights::pack(&backbone, weights::Precision::Float32).expect("weights");
        let mut named = weights::Named::open(bytes).expect("what was packed");
        let take = &mut |name: &str, shape: &[usize]| named.take(name, shape);
        let looker = Looker::new(config, take).expect("a looker");
        named.finish().expect("each tensor once");
        for _ in 0..2 {
            let given = looker.look(&photo);
            assert_eq!(given.boxes, expected.boxes);
            assert_eq!(given.grid, expected.grid);
            assert_eq!(given.features.len(), expected.features.len());
            let pairs = given.features.iter().zip(&expected.features);
            let worst = pairs.fold(0.0_f32, |worst, (a, b)| worst.max((a - b).abs()));
            assert!(worst < 1e-4, "{input_size}: off by {worst}");
        }
    }
}
