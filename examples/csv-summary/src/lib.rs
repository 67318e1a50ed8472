//! csv-summary: what the columns of a CSV text hold. See the README for arguments and result.
//!
//! Plain Rust with its standard library, no crates, no imports. What is not inlined is so on purpose: a JVM compiles small
//! functions only.

mod column;
mod csv;
mod json;

use column::Column;
use json::{Reader, Value, Writer};
use std::alloc::{alloc, Layout};

/// Gives the host room for `size` bytes of arguments.
#[no_mangle]
pub extern "C" fn vex_allocate(size: u32) -> *mut u8 {
    let layout = Layout::from_size_align(size.max(1) as usize, 1).expect("a size below 2 GiB");
    let at = unsafe { alloc(layout) };
    assert!(!at.is_null(), "out of memory");
    at
}

/// Reads the arguments, answers the result: pointer in the high, length in the low 32 bits.
///
/// # Safety
/// `at` comes from `vex_allocate` and has `length` bytes written.
#[no_mangle]
pub unsafe extern "C" fn vex_execute(at: *mut u8, length: u32) -> u64 {
    let arguments = std::slice::from_raw_parts(at, length as usize);
    let output = match run(arguments) {
        Ok(output) => output,
        Err(message) => {
            let mut w = Writer::new();
            w.raw("{\"error\":").string(message.as_bytes()).raw("}");
            w.finish()
        }
    };
    let output = output.into_boxed_slice();
    let length = output.len() as u64;
    (Box::into_raw(output) as *mut u8 as u32 as u64) << 32 | length
}

struct Options {
    csv: Vec<u8>,
    delimiter: Option<u8>,
    header: bool,
    nulls: Vec<Vec<u8>>,
}

#[inline(never)]
fn options(arguments: &[u8]) -> Result<Options, String> {
    let mut csv = None;
    let mut options = Options { csv: Vec::new(), delimiter: None, header: true, nulls: vec![b"NA".to_vec(), b"null".to_vec()] };
    let mut reader = Reader::object(arguments)?;
    while let Some(name) = reader.member()? {
        match name.as_slice() {
            b"csv" => match reader.value()? {
                Value::String(text) => csv = Some(text),
                _ => return Err("'csv' is not a string".into()),
            },
            b"delimiter" => match reader.value()? {
                Value::String(text) if text == b"auto" => options.delimiter = None,
                Value::String(text) if text.len() == 1 && csv::DELIMITERS.contains(&text[0]) => options.delimiter = Some(text[0]),
                _ => return Err("'delimiter' is none of \"auto\", \",\", \";\", \"|\" and a tab".into()),
            },
            b"header" => match reader.value()? {
                Value::Boolean(header) => options.header = header,
                _ => return Err("'header' is neither true nor false".into()),
            },
            b"nulls" => options.nulls = reader.strings().map_err(|e| format!("'nulls': {}", e))?,
            _ => drop(reader.value()?),
        }
    }
    options.csv = csv.ok_or("'csv' is missing")?;
    Ok(options)
}

#[inline(never)]
fn run(arguments: &[u8]) -> Result<Vec<u8>, String> {
    let mut options = options(arguments)?;
    let text = csv::without_byte_order_mark(&mut options.csv);
    let delimiter = options.delimiter.unwrap_or_else(|| csv::guess_delimiter(text));
    let mut records = csv::Records::new(text, delimiter);
    let mut columns: Vec<Column> = Vec::new();
    if options.header {
        if let Some(names) = records.next()? {
            columns.extend(names.into_iter().map(Column::new));
        }
    }
    let (mut rows, mut ragged) = (0u64, 0u64);
    while let Some(fields) = records.next()? {
        if rows == 0 && !options.header {
            columns.extend((1..=fields.len()).map(|n| Column::new(format!("column{}", n).into_bytes().leak())));
        }
        rows += 1;
        ragged += (fields.len() != columns.len()) as u64;
        for (i, column) in columns.iter_mut().enumerate() {
            match fields.get(i) {
                Some(field) if !field.is_empty() && !options.nulls.iter().any(|n| n.as_slice() == *field) => column.add(field),
                _ => column.add_null(),
            }
        }
    }
    let mut w = Writer::new();
    w.raw("{\"rows\":").integer(rows as i64).raw(",\"raggedRows\":").integer(ragged as i64);
    w.raw(",\"delimiter\":").string(&[delimiter]).raw(",\"columns\":[");
    for (i, column) in columns.iter().enumerate() {
        if i > 0 {
            w.raw(",");
        }
        column.write(&mut w);
    }
    w.raw("]}");
    Ok(w.finish())
}
