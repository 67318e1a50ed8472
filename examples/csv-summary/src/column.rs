//! One column: its type is the narrowest that all its values fit.

use crate::json::Writer;
use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};

#[derive(Clone, Copy, PartialEq, Debug)]
enum Type {
    Empty,
    Boolean,
    Integer,
    Number,
    Date,
    DateTime,
    Text,
}

impl Type {
    fn name(self) -> &'static str {
        match self {
            Type::Empty => "empty",
            Type::Boolean => "boolean",
            Type::Integer => "integer",
            Type::Number => "number",
            Type::Date => "date",
            Type::DateTime => "date-time",
            Type::Text => "text",
        }
    }

    /// The narrowest type that holds the values of both.
    fn joined(self, other: Type) -> Type {
        match (self, other) {
            (a, b) if a == b => a,
            (Type::Empty, t) | (t, Type::Empty) => t,
            (Type::Integer, Type::Number) | (Type::Number, Type::Integer) => Type::Number,
            (Type::Date, Type::DateTime) | (Type::DateTime, Type::Date) => Type::DateTime,
            _ => Type::Text,
        }
    }
}

/// FNV-1a: short keys, no need for a secret, as the fuel limit bounds what collisions can cost.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Fnv(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    #[inline(never)]
    fn write(&mut self, bytes: &[u8]) {
        for &b in bytes {
            self.0 = (self.0 ^ b as u64).wrapping_mul(0x100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

pub struct Column<'t> {
    name: &'t [u8],
    kind: Type,
    values: u64,
    nulls: u64,
    distinct: HashSet<&'t [u8], BuildHasherDefault<Fnv>>,
    text: Option<(&'t [u8], &'t [u8])>,
    integers: Option<(i64, i64)>,
    numbers: Option<(f64, f64)>,
    sum: f64,
    lost: f64,
    longest: usize,
}

impl<'t> Column<'t> {
    pub fn new(name: &'t [u8]) -> Self {
        Column {
            name,
            kind: Type::Empty,
            values: 0,
            nulls: 0,
            distinct: HashSet::default(),
            text: None,
            integers: None,
            numbers: None,
            sum: 0.0,
            lost: 0.0,
            longest: 0,
        }
    }

    pub fn add_null(&mut self) {
        self.nulls += 1;
    }

    #[inline(never)]
    pub fn add(&mut self, field: &'t [u8]) {
        self.values += 1;
        self.distinct.insert(field);
        self.longest = self.longest.max(field.iter().filter(|&&b| b & 0xc0 != 0x80).count());
        let (least, most) = self.text.unwrap_or((field, field));
        self.text = Some((least.min(field), most.max(field)));
        if self.kind != Type::Text {
            self.kind = self.kind.joined(self.classify(field));
        }
    }

    #[inline(never)]
    fn classify(&mut self, field: &[u8]) -> Type {
        let trimmed = std::str::from_utf8(field).unwrap_or("").trim_matches(' ');
        if let Some(integral) = number(trimmed.as_bytes()) {
            let integer = if integral { trimmed.parse::<i64>().ok() } else { None };
            let value = trimmed.parse::<f64>().unwrap_or(f64::NAN);
            if let Some(i) = integer {
                let (least, most) = self.integers.unwrap_or((i, i));
                self.integers = Some((least.min(i), most.max(i)));
            }
            if value.is_finite() {
                self.count(value);
                return if integer.is_some() { Type::Integer } else { Type::Number };
            }
            return Type::Text;
        }
        if trimmed.eq_ignore_ascii_case("true") || trimmed.eq_ignore_ascii_case("false") {
            return Type::Boolean;
        }
        date(trimmed.as_bytes()).unwrap_or(Type::Text)
    }

    /// Neumaier's sum: what is lost to rounding is kept beside it.
    #[inline(never)]
    fn count(&mut self, value: f64) {
        let (least, most) = self.numbers.unwrap_or((value, value));
        self.numbers = Some((least.min(value), most.max(value)));
        let sum = self.sum + value;
        self.lost += if self.sum.abs() >= value.abs() { (self.sum - sum) + value } else { (value - sum) + self.sum };
        self.sum = sum;
    }

    pub fn write(&self, w: &mut Writer) {
        w.raw("{\"name\":").string(self.name).raw(",\"type\":").string(self.kind.name().as_bytes());
        w.raw(",\"count\":").integer(self.values as i64).raw(",\"nulls\":").integer(self.nulls as i64);
        w.raw(",\"distinct\":").integer(self.distinct.len() as i64);
        match (self.kind, self.integers, self.numbers, self.text) {
            (Type::Empty, ..) => {}
            (Type::Integer, Some((least, most)), ..) => {
                w.raw(",\"min\":").integer(least).raw(",\"max\":").integer(most);
                self.mean(w);
            }
            (Type::Number, _, Some((least, most)), _) => {
                w.raw(",\"min\":").number(least).raw(",\"max\":").number(most);
                self.mean(w);
            }
            (kind, _, _, Some((least, most))) => {
                w.raw(",\"min\":").string(least).raw(",\"max\":").string(most);
                if kind == Type::Text {
                    w.raw(",\"maxLength\":").integer(self.longest as i64);
                }
            }
            _ => {}
        }
        w.raw("}");
    }

    fn mean(&self, w: &mut Writer) {
        w.raw(",\"mean\":").number((self.sum + self.lost) / self.values as f64);
    }
}

/// Whether this is a decimal number, and if so, whether it is written as an integer.
#[inline(never)]
fn number(text: &[u8]) -> Option<bool> {
    let digits = |from: usize| text[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    let mut at = matches!(text.first(), Some(b'+' | b'-')) as usize;
    let whole = digits(at);
    at += whole;
    let mut integral = whole > 0;
    if text.get(at) == Some(&b'.') {
        integral = false;
        let fraction = digits(at + 1);
        if whole + fraction == 0 {
            return None;
        }
        at += 1 + fraction;
    } else if whole == 0 {
        return None;
    }
    if matches!(text.get(at), Some(b'e' | b'E')) {
        integral = false;
        at += 1 + matches!(text.get(at + 1), Some(b'+' | b'-')) as usize;
        let exponent = digits(at);
        if exponent == 0 {
            return None;
        }
        at += exponent;
    }
    if at == text.len() {
        Some(integral)
    } else {
        None
    }
}

/// `2024-02-29`, or with `T` or a space and `12:30`, `12:30:15`, a fraction and a zone behind.
#[inline(never)]
fn date(text: &[u8]) -> Option<Type> {
    let field = |from: usize, n: usize| -> Option<u32> {
        let digits = text.get(from..from + n)?;
        digits.iter().all(u8::is_ascii_digit).then(|| digits.iter().fold(0, |v, b| v * 10 + (b - b'0') as u32))
    };
    let (year, month, day) = (field(0, 4)?, field(5, 2)?, field(8, 2)?);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        4 | 6 | 9 | 11 => 30,
        2 => 28 + leap as u32,
        1..=12 => 31,
        _ => return None,
    };
    if text[4] != b'-' || text[7] != b'-' || day < 1 || day > last {
        return None;
    }
    if text.len() == 10 {
        return Some(Type::Date);
    }
    if !matches!(text[10], b'T' | b' ') || text.get(13) != Some(&b':') || field(11, 2)? > 23 || field(14, 2)? > 59 {
        return None;
    }
    let mut at = 16;
    if text.get(at) == Some(&b':') {
        if field(at + 1, 2)? > 60 {
            return None;
        }
        at += 3;
        if text.get(at) == Some(&b'.') {
            let fraction = text[at + 1..].iter().take_while(|b| b.is_ascii_digit()).count();
            if fraction == 0 {
                return None;
            }
            at += 1 + fraction;
        }
    }
    match &text[at..] {
        b"" | b"Z" => Some(Type::DateTime),
        [b'+' | b'-', ..] => {
            field(at + 1, 2)?;
            let minutes = at + 3 + (text.get(at + 3) == Some(&b':')) as usize;
            let complete = text.len() == at + 3 || (field(minutes, 2).is_some() && text.len() == minutes + 2);
            complete.then(|| Type::DateTime)
        }
        _ => None,
    }
}
