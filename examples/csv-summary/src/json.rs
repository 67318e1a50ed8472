//! Just enough JSON: a strict reader for one flat object, which skips what nests without recursing, and a writer.

pub enum Value {
    String(Vec<u8>),
    Boolean(bool),
    Other,
}

pub struct Reader<'t> {
    text: &'t [u8],
    at: usize,
    first: bool,
}

type Result<T> = std::result::Result<T, String>;

fn fail<T>(why: &str) -> Result<T> {
    Err(why.into())
}

impl<'t> Reader<'t> {
    pub fn object(text: &'t [u8]) -> Result<Self> {
        let mut r = Reader { text, at: 0, first: true };
        if std::str::from_utf8(text).is_err() {
            return fail("the arguments are not valid UTF-8");
        }
        if r.peek() != Some(b'{') {
            return fail("the arguments are not a JSON object");
        }
        r.at += 1;
        Ok(r)
    }

    /// The name of the next member, or nothing at the end of the object and of the text.
    pub fn member(&mut self) -> Result<Option<Vec<u8>>> {
        if self.eat(b'}') {
            return if self.peek().is_some() { fail("something stands behind the arguments") } else { Ok(None) };
        }
        if !self.first && !self.eat(b',') {
            return fail("a comma or an end was expected");
        }
        self.first = false;
        self.name().map(Some)
    }

    pub fn value(&mut self) -> Result<Value> {
        match self.peek() {
            Some(b'[' | b'{') => self.nested().map(|_| Value::Other),
            _ => self.scalar(),
        }
    }

    /// An array of strings.
    pub fn strings(&mut self) -> Result<Vec<Vec<u8>>> {
        if !self.eat(b'[') {
            return fail("not an array of strings");
        }
        let mut strings = Vec::new();
        if self.eat(b']') {
            return Ok(strings);
        }
        loop {
            self.peek();
            strings.push(self.string()?);
            if self.eat(b']') {
                return Ok(strings);
            }
            if !self.eat(b',') {
                return fail("a comma or an end was expected");
            }
        }
    }

    fn peek(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.text.get(self.at) {
            self.at += 1;
        }
        self.text.get(self.at).copied()
    }

    fn eat(&mut self, b: u8) -> bool {
        let there = self.peek() == Some(b);
        self.at += there as usize;
        there
    }

    fn name(&mut self) -> Result<Vec<u8>> {
        self.peek();
        let name = self.string()?;
        if self.eat(b':') {
            Ok(name)
        } else {
            fail("a colon was expected")
        }
    }

    #[inline(never)]
    fn nested(&mut self) -> Result<()> {
        let mut closers = Vec::new();
        loop {
            match self.peek() {
                Some(b @ (b'[' | b'{')) => {
                    self.at += 1;
                    let closer = b + 2; // ] and } stand two behind [ and {
                    closers.push(closer);
                    if self.peek() != Some(closer) {
                        if b == b'{' {
                            self.name()?;
                        }
                        continue;
                    }
                }
                _ => drop(self.scalar()?),
            }
            while let Some(&closer) = closers.last() {
                if self.eat(b',') {
                    if closer == b'}' {
                        self.name()?;
                    }
                    break;
                }
                if !self.eat(closer) {
                    return fail("a comma or an end was expected");
                }
                closers.pop();
            }
            if closers.is_empty() {
                return Ok(());
            }
        }
    }

    #[inline(never)]
    fn scalar(&mut self) -> Result<Value> {
        match self.peek() {
            Some(b'"') => self.string().map(Value::String),
            Some(b't') => self.word(b"true", Value::Boolean(true)),
            Some(b'f') => self.word(b"false", Value::Boolean(false)),
            Some(b'n') => self.word(b"null", Value::Other),
            _ => self.number(),
        }
    }

    fn word(&mut self, word: &[u8], value: Value) -> Result<Value> {
        if !self.text[self.at..].starts_with(word) {
            return fail("a value was expected");
        }
        self.at += word.len();
        Ok(value)
    }

    fn digits(&mut self) -> bool {
        let start = self.at;
        while matches!(self.text.get(self.at), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        self.at > start
    }

    #[inline(never)]
    fn number(&mut self) -> Result<Value> {
        self.at += (self.text.get(self.at) == Some(&b'-')) as usize;
        if self.text.get(self.at) == Some(&b'0') {
            self.at += 1;
        } else if !self.digits() {
            return fail("a value was expected");
        }
        if self.text.get(self.at) == Some(&b'.') {
            self.at += 1;
            if !self.digits() {
                return fail("a number has no digit behind its point");
            }
        }
        if matches!(self.text.get(self.at), Some(b'e' | b'E')) {
            self.at += 1;
            self.at += matches!(self.text.get(self.at), Some(b'+' | b'-')) as usize;
            if !self.digits() {
                return fail("a number has no digit in its exponent");
            }
        }
        Ok(Value::Other)
    }

    #[inline(never)]
    fn string(&mut self) -> Result<Vec<u8>> {
        if self.text.get(self.at) != Some(&b'"') {
            return fail("a string was expected");
        }
        self.at += 1;
        let mut out = Vec::new();
        loop {
            let rest = &self.text[self.at..];
            let plain = rest.iter().position(|&b| b == b'"' || b == b'\\' || b < 0x20);
            let n = match plain {
                Some(n) => n,
                None => return fail("a string has no end"),
            };
            out.extend_from_slice(&rest[..n]);
            self.at += n + 1;
            match rest[n] {
                b'"' => return Ok(out),
                b'\\' => {
                    let c = self.escape().ok_or("an escape in a string is not valid")?;
                    out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                }
                _ => return fail("a control character stands in a string"),
            }
        }
    }

    fn hex4(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + 4)?;
        let mut value = 0;
        for &b in digits {
            value = value << 4 | (b as char).to_digit(16)?;
        }
        self.at += 4;
        Some(value)
    }

    #[inline(never)]
    fn escape(&mut self) -> Option<char> {
        let b = *self.text.get(self.at)?;
        self.at += 1;
        Some(match b {
            b'"' | b'\\' | b'/' => b as char,
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let high = self.hex4()?;
                if (0xd800..0xdc00).contains(&high) && self.text[self.at..].starts_with(b"\\u") {
                    let back = self.at;
                    self.at += 2;
                    let low = self.hex4()?;
                    if (0xdc00..0xe000).contains(&low) {
                        return char::from_u32(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00));
                    }
                    self.at = back;
                }
                char::from_u32(high).unwrap_or('\u{fffd}') // a lone surrogate
            }
            _ => return None,
        })
    }
}

pub struct Writer {
    out: Vec<u8>,
}

impl Writer {
    pub fn new() -> Self {
        Writer { out: Vec::with_capacity(1024) }
    }

    pub fn finish(self) -> Vec<u8> {
        self.out
    }

    pub fn raw(&mut self, json: &str) -> &mut Self {
        self.out.extend_from_slice(json.as_bytes());
        self
    }

    #[inline(never)]
    pub fn string(&mut self, text: &[u8]) -> &mut Self {
        self.out.push(b'"');
        for &b in text {
            match b {
                b'"' | b'\\' => self.out.extend_from_slice(&[b'\\', b]),
                0..=0x1f | 0x7f => {
                    self.out.extend_from_slice(b"\\u00");
                    self.out.push(b"0123456789abcdef"[(b >> 4) as usize]);
                    self.out.push(b"0123456789abcdef"[(b & 15) as usize]);
                }
                _ => self.out.push(b),
            }
        }
        self.out.push(b'"');
        self
    }

    #[inline(never)]
    pub fn integer(&mut self, value: i64) -> &mut Self {
        self.raw(&value.to_string())
    }

    /// null for what JSON has no number for.
    #[inline(never)]
    pub fn number(&mut self, value: f64) -> &mut Self {
        if !value.is_finite() {
            return self.raw("null");
        }
        let size = value.abs();
        let plain = value == 0.0 || (1e-5..1e15).contains(&size);
        self.raw(&if plain { format!("{}", value) } else { format!("{:e}", value) })
    }
}
