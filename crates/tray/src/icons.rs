//! The tray's pictures: embedded PNGs, decoded when a desk asks for them.

use std::io::Cursor;

use anyhow::{Context, Result, bail, ensure};

use crate::menu::Icon;

/// One picture in one size: straight RGBA, eight bits each, rows from the top.
pub(crate) struct Pixels {
    pub(crate) side: u32,
    pub(crate) rgba: Vec<u8>,
}

macro_rules! sizes {
    ($name:literal) => {
        [
            include_bytes!(concat!("../../../icons/tray/", $name, "-16.png")).as_slice(),
            include_bytes!(concat!("../../../icons/tray/", $name, "-22.png")).as_slice(),
            include_bytes!(concat!("../../../icons/tray/", $name, "-24.png")).as_slice(),
            include_bytes!(concat!("../../../icons/tray/", $name, "-32.png")).as_slice(),
            include_bytes!(concat!("../../../icons/tray/", $name, "-44.png")).as_slice(),
            include_bytes!(concat!("../../../icons/tray/", $name, "-64.png")).as_slice(),
        ]
    };
}

/// The files, smallest first.
fn files(icon: Icon) -> [&'static [u8]; 6] {
    match icon {
        Icon::Ok => sizes!("ok"),
        Icon::Starting => sizes!("starting"),
        Icon::Attention => sizes!("attention"),
        Icon::Stopped => sizes!("stopped"),
    }
}

/// A picture in every size there is, smallest first. A test decodes them all, so none is missing here.
pub(crate) fn all(icon: Icon) -> Vec<Pixels> {
    files(icon).into_iter().filter_map(|file| decode(file).ok()).collect()
}

fn decode(file: &[u8]) -> Result<Pixels> {
    let mut decoder = png::Decoder::new(Cursor::new(file));
    decoder.set_transformations(png::Transformations::normalize_to_color8() | png::Transformations::ALPHA);
    let mut reader = decoder.read_info()?;
    let mut bytes = vec![0; reader.output_buffer_size().context("the picture is too large")?];
    let frame = reader.next_frame(&mut bytes)?;
    ensure!(frame.width == frame.height, "the picture is not square");
    bytes.truncate(frame.buffer_size());
    let rgba = match frame.color_type {
        png::ColorType::Rgba => bytes,
        png::ColorType::GrayscaleAlpha => {
            bytes.as_chunks::<2>().0.iter().flat_map(|[grey, alpha]| [*grey, *grey, *grey, *alpha]).collect()
        }
        other => bail!("the picture is {other:?}"),
    };
    Ok(Pixels { side: frame.width, rgba })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_picture_decodes_in_every_size() {
        for icon in [Icon::Ok, Icon::Starting, Icon::Attention, Icon::Stopped] {
            let sides: Vec<u32> = files(icon).into_iter().map(|file| decode(file).unwrap().side).collect();
            assert_eq!(sides, [16, 22, 24, 32, 44, 64], "{icon:?}");
            for pixels in all(icon) {
                assert_eq!(pixels.rgba.len(), (pixels.side * pixels.side * 4) as usize);
                assert!(pixels.rgba.as_chunks::<4>().0.iter().any(|[.., alpha]| *alpha > 200), "{icon:?} is empty");
            }
        }
    }
}
