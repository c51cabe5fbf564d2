//! A cursor over the bytes of a file that can only move forward within them.

use comity_core::{Code, Error, Result};

/// Byte order of the numbers of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// Most significant byte first (`MSF`).
    Big,
    /// Least significant byte first (`LSF`).
    Little,
}

impl Order {
    /// The unsigned number in up to eight bytes.
    pub(super) fn number(self, raw: &[u8]) -> u64 {
        let step = |n: u64, b: &u8| (n << 8) | u64::from(*b);
        match self {
            Order::Big => raw.iter().fold(0, step),
            Order::Little => raw.iter().rev().fold(0, step),
        }
    }
}

/// What is left of a file.
#[derive(Clone, Debug)]
pub(super) struct Bytes<'a> {
    rest: &'a [u8],
}

impl<'a> Bytes<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// The next `n` bytes; `what` names the section in the error.
    pub(super) fn take(&mut self, n: usize, what: &str) -> Result<&'a [u8]> {
        let (head, rest) = self.rest.split_at_checked(n).ok_or_else(|| self.truncated(what))?;
        self.rest = rest;
        Ok(head)
    }

    /// The next `count` entries of `width` bytes each.
    pub(super) fn entries(
        &mut self,
        count: usize,
        width: usize,
        what: &str,
    ) -> Result<std::slice::Chunks<'a, u8>> {
        let size = count.checked_mul(width).ok_or_else(|| self.truncated(what))?;
        Ok(self.take(size, what)?.chunks(width.max(1)))
    }

    /// The number in the next `n` bytes.
    pub(super) fn number(&mut self, n: usize, order: Order, what: &str) -> Result<u64> {
        Ok(order.number(self.take(n, what)?))
    }

    /// A length in the next `n` bytes, and then that many bytes.
    pub(super) fn sized(&mut self, n: usize, order: Order, what: &str) -> Result<&'a [u8]> {
        let size = self.number(n, order, what)?;
        let size = usize::try_from(size).map_err(|_| self.truncated(what))?;
        self.take(size, what)
    }

    /// The literal `tag`, which must come next.
    pub(super) fn tag(&mut self, tag: &str) -> Result<()> {
        if self.skip(tag) {
            return Ok(());
        }
        if tag.as_bytes().starts_with(self.rest) {
            return Err(self.truncated(tag));
        }
        Err(Error::new(Code::BadWorkbook, "the Stata file is damaged")
            .expected(format!("the mark {tag}")))
    }

    /// Moves past the literal `tag` if it comes next.
    pub(super) fn skip(&mut self, tag: &str) -> bool {
        self.rest.strip_prefix(tag.as_bytes()).map(|rest| self.rest = rest).is_some()
    }

    /// The error for a file that ends within the section `what`.
    pub(super) fn truncated(&self, what: &str) -> Error {
        Error::new(Code::Truncated, format!("the Stata file ends within {what}"))
            .hint("download or save the file again")
    }
}
