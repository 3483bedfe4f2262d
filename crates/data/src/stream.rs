//! Reading a JSON file that is larger than what is wanted of it: its members
//! are handed over one by one, and never all of it is in memory.

use std::fmt;
use std::fs::File;
use std::io::BufReader;
use std::marker::PhantomData;
use std::path::Path;

use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess,
    Visitor,
};
use serde_path_to_error::Track;

use crate::error::DataError;

/// Hands over every member of the object that the file is, with its key.
///
/// # Errors
/// A file that cannot be read, and what `take` returns.
pub(crate) fn each_member<T: DeserializeOwned>(
    file: &Path,
    take: impl FnMut(String, T) -> Result<(), DataError>,
) -> Result<(), DataError> {
    handing_over(take, |take| read(file, Members(take, PhantomData)))
}

/// Hands over every element of the list that the file is, with its place.
///
/// # Errors
/// As [`each_member`].
pub(crate) fn each_element<T: DeserializeOwned>(
    file: &Path,
    take: impl FnMut(usize, T) -> Result<(), DataError>,
) -> Result<(), DataError> {
    handing_over(take, |take| read(file, Elements(take, PhantomData)))
}

/// The same for a list that is one field of the object that the file is.
///
/// # Errors
/// As [`each_member`].
pub(crate) fn each_element_of<T: DeserializeOwned>(
    file: &Path,
    field: &'static str,
    take: impl FnMut(usize, T) -> Result<(), DataError>,
) -> Result<(), DataError> {
    handing_over(take, |take| {
        read(file, Field(field, Elements(take, PhantomData)))
    })
}

/// That a member was refused; why is kept outside the JSON reader, whose
/// errors are texts.
struct Refused;

type Taking<'a, K, T> = &'a mut dyn FnMut(K, T) -> Result<(), Refused>;

fn handing_over<K, T>(
    mut take: impl FnMut(K, T) -> Result<(), DataError>,
    read: impl FnOnce(Taking<K, T>) -> Result<(), DataError>,
) -> Result<(), DataError> {
    let mut refused = None;
    let read = read(&mut |key, value| {
        take(key, value).map_err(|error| {
            refused = Some(error);
            Refused
        })
    });
    refused.map_or(read, Err)
}

fn read<S>(file: &Path, seed: S) -> Result<(), DataError>
where
    S: for<'de> DeserializeSeed<'de, Value = ()>,
{
    let unreadable = |source| DataError::Read {
        file: file.to_owned(),
        source,
    };
    let reader = BufReader::new(File::open(file).map_err(unreadable)?);
    let mut json = serde_json::Deserializer::from_reader(reader);
    let mut track = Track::new();
    let tracked = serde_path_to_error::Deserializer::new(&mut json, &mut track);
    let read = seed.deserialize(tracked);
    let failed = |field: String, source: serde_json::Error| match source.is_io() {
        true => unreadable(source.into()),
        false => DataError::Json {
            file: file.to_owned(),
            field,
            source,
        },
    };
    read.map_err(|source| failed(track.path().to_string(), source))?;
    json.end()
        .map_err(|source| failed("the end".to_owned(), source))
}

struct Members<'a, T>(Taking<'a, String, T>, PhantomData<T>);

impl<'de, T: DeserializeOwned> DeserializeSeed<'de> for Members<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de, T: DeserializeOwned> Visitor<'de> for Members<'_, T> {
    type Value = ();

    fn expecting(&self, message: &mut fmt::Formatter) -> fmt::Result {
        message.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        while let Some((key, value)) = members.next_entry()? {
            self.0(key, value).map_err(|Refused| A::Error::custom("refused"))?;
        }
        Ok(())
    }
}

struct Elements<'a, T>(Taking<'a, usize, T>, PhantomData<T>);

impl<'de, T: DeserializeOwned> DeserializeSeed<'de> for Elements<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_seq(self)
    }
}

impl<'de, T: DeserializeOwned> Visitor<'de> for Elements<'_, T> {
    type Value = ();

    fn expecting(&self, message: &mut fmt::Formatter) -> fmt::Result {
        message.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        let mut place = 0;
        while let Some(element) = elements.next_element()? {
            self.0(place, element).map_err(|Refused| A::Error::custom("refused"))?;
            place += 1;
        }
        Ok(())
    }
}

struct Field<S>(&'static str, S);

impl<'de, S: DeserializeSeed<'de, Value = ()>> DeserializeSeed<'de> for Field<S> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de, S: DeserializeSeed<'de, Value = ()>> Visitor<'de> for Field<S> {
    type Value = ();

    fn expecting(&self, message: &mut fmt::Formatter) -> fmt::Result {
        write!(message, "an object with the field {}", self.0)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let Field(name, seed) = self;
        let mut seed = Some(seed);
        while let Some(key) = members.next_key::<String>()? {
            match seed.take_if(|_| key == name) {
                Some(seed) => members.next_value_seed(seed)?,
                None if key == name => return Err(A::Error::duplicate_field(name)),
                None => drop(members.next_value::<IgnoredAny>()?),
            }
        }
        match seed {
            None => Ok(()),
            Some(_) => Err(A::Error::missing_field(name)),
        }
    }
}
