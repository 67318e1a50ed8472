#include "vex.h"

u64 VEX_EXPORT(vex_execute)(u8 *at, u32 length) {
  slice who = {(const u8 *)"world", 5}, name;
  json_value value;
  json_reader r = json_open(at, length);
  while (json_next(&r, &name, &value)) {
    if (!slice_is(name, "name")) continue;
    if (value.kind != JSON_STRING) return vex_error("'name' is not a string");
    who = value.text;
  }
  if (r.error) return vex_error(r.error);

  json_writer greeting = {NULL, 0, 0};
  write_bytes(&greeting, "Hello, ", 7);
  write_bytes(&greeting, who.at, who.length);

  json_writer w = {NULL, 0, 0};
  write_text(&w, "{\"greeting\":");
  write_string(&w, (slice){greeting.at, greeting.length});
  write_text(&w, "}");
  return vex_result(&w);
}
