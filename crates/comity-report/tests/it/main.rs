//! Tests of the report as a whole, on made-up pages.

#[cfg(test)]
mod accessibility;
#[cfg(test)]
mod contrast;
#[cfg(test)]
mod curves;
#[cfg(test)]
mod data;
#[cfg(test)]
mod escaping;
#[cfg(test)]
mod games;
#[cfg(test)]
mod markup;
#[cfg(test)]
mod round_trip;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod snapshots;
#[cfg(test)]
mod summary;
