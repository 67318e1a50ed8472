//! RFC 4180, and what is met in the wild: LF alone ends a line too, and so does CR alone; empty lines are skipped.

pub const DELIMITERS: [u8; 4] = *b",;\t|";

pub fn without_byte_order_mark(text: &mut [u8]) -> &mut [u8] {
    if text.starts_with(b"\xef\xbb\xbf") {
        &mut text[3..]
    } else {
        text
    }
}

/// The delimiter that the first line outside of quotes has most of; a comma if it has none.
#[inline(never)]
pub fn guess_delimiter(text: &[u8]) -> u8 {
    let mut counts = [0u32; DELIMITERS.len()];
    let mut quoted = false;
    for &b in text {
        match b {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted && counts.iter().any(|&c| c > 0) => break,
            _ if !quoted => {
                if let Some(i) = DELIMITERS.iter().position(|&d| d == b) {
                    counts[i] += 1;
                }
            }
            _ => {}
        }
    }
    let mut best = 0;
    for i in 1..counts.len() {
        if counts[i] > counts[best] {
            best = i;
        }
    }
    DELIMITERS[best]
}

/// The records of a text. Fields are slices of it: doubled quotes are undone where they stand.
pub struct Records<'t> {
    rest: &'t mut [u8],
    delimiter: u8,
    line: u32,
}

enum End {
    Field,
    Record,
}

impl<'t> Records<'t> {
    pub fn new(text: &'t mut [u8], delimiter: u8) -> Self {
        Records { rest: text, delimiter, line: 1 }
    }

    #[inline(never)]
    pub fn next(&mut self) -> Result<Option<Vec<&'t [u8]>>, String> {
        while let Some(&b) = self.rest.first() {
            if b != b'\n' && b != b'\r' {
                break;
            }
            self.line_end();
        }
        if self.rest.is_empty() {
            return Ok(None);
        }
        let mut fields = Vec::new();
        loop {
            let (field, end) = if self.rest.first() == Some(&b'"') { self.quoted()? } else { self.plain()? };
            fields.push(field);
            if let End::Record = end {
                return Ok(Some(fields));
            }
        }
    }

    /// Takes the first `n` bytes off the rest.
    fn take(&mut self, n: usize) -> &'t mut [u8] {
        let (taken, rest) = std::mem::take(&mut self.rest).split_at_mut(n);
        self.rest = rest;
        taken
    }

    fn line_end(&mut self) {
        let both = self.rest.starts_with(b"\r\n");
        self.take(if both { 2 } else { 1 });
        self.line += 1;
    }

    /// What stands behind a field.
    fn end(&mut self) -> Result<End, String> {
        match self.rest.first() {
            None => Ok(End::Record),
            Some(&b) if b == self.delimiter => {
                self.take(1);
                Ok(End::Field)
            }
            Some(b'\n' | b'\r') => {
                self.line_end();
                Ok(End::Record)
            }
            Some(_) => Err(format!("line {}: text stands behind a closing quote", self.line)),
        }
    }

    #[inline(never)]
    fn plain(&mut self) -> Result<(&'t [u8], End), String> {
        let delimiter = self.delimiter;
        let n = self.rest.iter().position(|&b| b == delimiter || b == b'\n' || b == b'\r').unwrap_or(self.rest.len());
        let field: &'t [u8] = self.take(n);
        Ok((field, self.end()?))
    }

    #[inline(never)]
    fn quoted(&mut self) -> Result<(&'t [u8], End), String> {
        let start = self.line;
        self.take(1);
        let (mut from, mut to) = (0, 0);
        loop {
            let b = *self.rest.get(from).ok_or_else(|| format!("line {}: a quoted field has no end", start))?;
            if b == b'"' {
                if self.rest.get(from + 1) != Some(&b'"') {
                    break;
                }
                from += 1;
            }
            let next = self.rest.get(from + 1);
            self.line += (b == b'\n' || (b == b'\r' && next != Some(&b'\n'))) as u32;
            self.rest[to] = b;
            from += 1;
            to += 1;
        }
        let field: &'t [u8] = &self.take(from + 1)[..to];
        Ok((field, self.end()?))
    }
}
