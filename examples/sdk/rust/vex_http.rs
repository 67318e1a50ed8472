//! HTTP requests for tools, by the functions `vex.http_*` of their host. The host sends a request
//! only where the operator granted the tool its origin.
//!
//! ```ignore
//! mod vex_http;
//! let mut answer = vex_http::Request::get("https://api.example.com/v1").send()?;
//! let mut body = String::new();
//! std::io::Read::read_to_string(&mut answer, &mut body)?;
//! ```
#![allow(dead_code)]

use std::{fmt, io, time::Duration};

#[link(wasm_import_module = "vex")]
extern "C" {
    fn http_start(
        method: *const u8, method_len: usize, url: *const u8, url_len: usize,
        header: *const u8, header_len: usize, body: *const u8, body_len: usize, timeout_ms: u32,
    ) -> i32;
    fn http_wait(request: i32, timeout_ms: u32) -> i32;
    fn http_header(request: i32, to: *mut u8, length: usize) -> i32;
    fn http_read(request: i32, to: *mut u8, length: usize) -> i32;
    fn http_error(request: i32, to: *mut u8, length: usize) -> i32;
    fn http_close(request: i32) -> i32;
    #[link_name = "secret"]
    fn vex_secret(name: *const u8, name_len: usize, to: *mut u8, length: usize) -> i32;
}

const FOREVER: u32 = u32::MAX;

/// What kind of failure an [`Error`] is; `docs/egress.md` says more of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    Denied,
    Name,
    Connect,
    Tls,
    Timeout,
    TooLarge,
    Protocol,
    Invalid,
    Limit,
    Handle,
    NotReady,
    Secret,
    Other(i32),
}

impl Code {
    fn of(number: i32) -> Code {
        const ALL: [Code; 12] = [
            Code::Denied, Code::Name, Code::Connect, Code::Tls, Code::Timeout, Code::TooLarge,
            Code::Protocol, Code::Invalid, Code::Limit, Code::Handle, Code::NotReady, Code::Secret,
        ];
        ALL.get((-1 - number) as usize).copied().unwrap_or(Code::Other(number))
    }
}

/// A request that has no answer.
#[derive(Clone, Debug)]
pub struct Error {
    pub code: Code,
    pub text: String,
}

impl Error {
    fn of(request: i32, number: i32) -> Error {
        Error { code: Code::of(number), text: text(http_error, request) }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} ({:?})", self.text, self.code)
    }
}

impl std::error::Error for Error {}

impl From<Error> for io::Error {
    fn from(error: Error) -> io::Error {
        io::Error::new(io::ErrorKind::Other, error)
    }
}

/// What to send.
#[derive(Clone, Debug)]
pub struct Request {
    method: String,
    url: String,
    header: String,
    body: Vec<u8>,
    timeout: Option<Duration>,
}

impl Request {
    /// A request without header fields and body.
    pub fn new(method: &str, url: &str) -> Request {
        Request { method: method.into(), url: url.into(), header: String::new(), body: Vec::new(), timeout: None }
    }

    /// A request for a resource.
    pub fn get(url: &str) -> Request {
        Request::new("GET", url)
    }

    /// Adds a header field.
    pub fn field(mut self, name: &str, value: &str) -> Request {
        self.header.push_str(&format!("{name}: {value}\n"));
        self
    }

    /// Sets the body.
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Request {
        self.body = body.into();
        self
    }

    /// Bounds the whole request; otherwise it may take as long as the call.
    pub fn timeout(mut self, time: Duration) -> Request {
        self.timeout = Some(time);
        self
    }

    /// Sends the request and waits for the header of its response. An answer with any status is a
    /// response.
    pub fn send(&self) -> Result<Response, Error> {
        let millis = self.timeout.map_or(FOREVER, |t| t.as_millis().clamp(1, FOREVER as u128 - 1) as u32);
        let request = unsafe {
            http_start(
                self.method.as_ptr(), self.method.len(), self.url.as_ptr(), self.url.len(),
                self.header.as_ptr(), self.header.len(), self.body.as_ptr(), self.body.len(), millis,
            )
        };
        if request < 0 {
            return Err(Error::of(0, request));
        }
        let mut response = Response { request, status: 0, header: Vec::new() };
        let status = unsafe { http_wait(request, FOREVER) };
        if status < 0 {
            return Err(Error::of(request, status));
        }
        response.status = status as u16;
        response.header = text(http_header, request)
            .lines()
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.into(), value.into()))
            .collect();
        Ok(response)
    }
}

/// An answer whose body is read from its connection. Dropping it ends the request.
#[derive(Debug)]
pub struct Response {
    request: i32,
    /// For example 200.
    pub status: u16,
    /// Names in lower case.
    pub header: Vec<(String, String)>,
}

impl Response {
    /// The first value of a field, whatever the case of its name.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.header.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

impl io::Read for Response {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        if to.is_empty() {
            return Ok(0);
        }
        let count = unsafe { http_read(self.request, to.as_mut_ptr(), to.len()) };
        if count < 0 { Err(Error::of(self.request, count).into()) } else { Ok(count as usize) }
    }
}

impl Drop for Response {
    fn drop(&mut self) {
        unsafe { http_close(self.request) };
    }
}

/// What stands for a secret in the value of a header field. A module that calls this has to ask for a
/// secret in its descriptor; programs for WASI have the same in the variable `VEX_SECRET_NAME`.
pub fn secret(name: &str) -> Result<String, Error> {
    let mut placeholder = [0u8; 64];
    let length =
        unsafe { vex_secret(name.as_ptr(), name.len(), placeholder.as_mut_ptr(), placeholder.len()) };
    if length < 0 {
        return Err(Error::of(0, length));
    }
    Ok(String::from_utf8_lossy(&placeholder[..length as usize]).into_owned())
}

fn text(function: unsafe extern "C" fn(i32, *mut u8, usize) -> i32, request: i32) -> String {
    let length = unsafe { function(request, std::ptr::null_mut(), 0) };
    if length <= 0 {
        return String::new();
    }
    let mut buffer = vec![0u8; length as usize];
    unsafe { function(request, buffer.as_mut_ptr(), buffer.len()) };
    String::from_utf8_lossy(&buffer).into_owned()
}
