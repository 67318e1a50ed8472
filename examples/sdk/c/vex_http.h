/*
 * HTTP requests for tools in C: the functions vex.http_*, and a blocking call on top. Needs no C
 * library. The host sends a request only where the operator granted the tool its origin.
 *
 *   int request = vex_http_start("GET", "https://api.example.com/v1", "Accept: application/json\n", 0, 0, 10000);
 *   int status = vex_http_wait(request, VEX_HTTP_FOREVER);
 *   if (status < 0) { char why[200]; vex_http_why(status == request ? 0 : request, why, sizeof why); ... }
 *   int count;
 *   while ((count = vex_http_read(request, buffer, sizeof buffer)) > 0) ...
 *   vex_http_close(request);
 */
#ifndef VEX_HTTP_H
#define VEX_HTTP_H

#define VEX_HTTP_IMPORT(name) __attribute__((import_module("vex"), import_name(#name)))

/* A time in milliseconds: as long as the call may take. */
#define VEX_HTTP_FOREVER 0xffffffffu

enum {
  VEX_HTTP_DENIED = -1,    /* origin, method or address is not granted */
  VEX_HTTP_NAME = -2,      /* the name has no address */
  VEX_HTTP_CONNECT = -3,   /* no connection, or it broke */
  VEX_HTTP_TLS = -4,       /* no trusted connection */
  VEX_HTTP_TIMEOUT = -5,   /* the request's time is over */
  VEX_HTTP_TOO_LARGE = -6, /* the response exceeds a limit */
  VEX_HTTP_PROTOCOL = -7,  /* the answer is not HTTP */
  VEX_HTTP_INVALID = -8,   /* the request is not acceptable */
  VEX_HTTP_LIMIT = -9,     /* too many requests */
  VEX_HTTP_HANDLE = -10,   /* no request has this handle */
  VEX_HTTP_NOT_READY = -11, /* the response is not there yet */
  VEX_HTTP_SECRET = -12    /* a secret cannot be used like this */
};

/* The size of a placeholder. */
#define VEX_SECRET_LENGTH 42

/*
 * What stands for a secret in the value of a header field: its size, copied if it fits, or an error. A
 * module that calls this has to ask for a secret in its descriptor.
 */
VEX_HTTP_IMPORT(secret) int vex_secret(const void *name, unsigned name_length, void *to, unsigned length);

VEX_HTTP_IMPORT(http_start)
int vex_http_start_raw(const void *method, unsigned method_length, const void *url, unsigned url_length,
                       const void *header, unsigned header_length, const void *body, unsigned body_length,
                       unsigned timeout_ms);

/* Waits for the header of the response: its status, 0 if it is not there yet, or an error. */
VEX_HTTP_IMPORT(http_wait) int vex_http_wait(int request, unsigned timeout_ms);

/* The size of the header, "name: value\n" lines with names in lower case; copied if it fits. */
VEX_HTTP_IMPORT(http_header) int vex_http_header(int request, void *to, unsigned length);

/* Reads at least one byte of the body; 0 at its end, or an error. */
VEX_HTTP_IMPORT(http_read) int vex_http_read(int request, void *to, unsigned length);

/* The size of the text that says why the last operation failed; copied if it fits. 0: one that never began. */
VEX_HTTP_IMPORT(http_error) int vex_http_error(int request, void *to, unsigned length);

/* Ends a request, whatever it does. */
VEX_HTTP_IMPORT(http_close) int vex_http_close(int request);

static unsigned vex_http_length(const char *text) {
  unsigned length = 0;
  while (text && text[length]) length++;
  return length;
}

/* Begins a request: its handle, 1 or more, or an error. `header` is "Name: value\n" lines, or NULL. */
static int vex_http_start(const char *method, const char *url, const char *header, const void *body,
                          unsigned body_length, unsigned timeout_ms) {
  return vex_http_start_raw(method, vex_http_length(method), url, vex_http_length(url), header,
                            vex_http_length(header), body, body_length, timeout_ms);
}

/* Reads the body into a buffer: its size, at most `length`, or an error. */
static int vex_http_read_all(int request, void *to, unsigned length) {
  unsigned have = 0;
  while (have < length) {
    int count = vex_http_read(request, (char *)to + have, length - have);
    if (count < 0) return count;
    if (count == 0) break;
    have += (unsigned)count;
  }
  return (int)have;
}

#endif
