/*
 * word-index: which words the text files below /data hold, how often, and where.
 *
 * C with wasi-libc, linked as a WASI reactor: the host runs _initialize, which finds the granted directories, then speaks the
 * "vex" interface. The files are read with the C library's ordinary functions.
 */
#define VEX_LIBC
#include "../include/vex.h"
#include "../include/words.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ROOT "/data"
#define MAX_FILE_BYTES (16u << 20)
#define MAX_FILES 10000u
#define MAX_DEPTH 32
#define MAX_PATH_BYTES 4096u

/* ------------------------------------------------------------------------------------------ the index */

typedef struct posting {
  struct posting *next;
  u32 file, count;
} posting;

typedef struct {
  slice word;
  u32 hash, count, files;
  posting *first, *last;
} entry;

typedef struct {
  const char *name; /* below the root */
  const char *skipped; /* why, or NULL when it was read */
} file;

static entry *table;
static u32 table_size, distinct;
static file *files;
static u32 file_count, read_count;
static u64 byte_count, word_count;
static const char *failure; /* the first thing that ends the whole run */

static void *take(u32 size) {
  void *at = vex_alloc(size);
  if (!at) failure = "out of memory";
  return at;
}

static bool table_grow(void) {
  u32 size = table_size ? table_size * 2 : 1024;
  entry *bigger = calloc(size, sizeof(entry));
  if (!bigger) {
    failure = "out of memory";
    return false;
  }
  for (u32 i = 0; i < table_size; i++) {
    if (!table[i].count) continue;
    u32 at = table[i].hash & (size - 1);
    while (bigger[at].count) at = (at + 1) & (size - 1);
    bigger[at] = table[i];
  }
  free(table);
  table = bigger;
  table_size = size;
  return true;
}

static bool add_word(slice text, u32 in_file) {
  if (distinct >= table_size / 3 * 2 && !table_grow()) return false;
  u32 hash = word_hash(text);
  u32 at = hash & (table_size - 1);
  while (table[at].count && !(table[at].hash == hash && slice_equal(table[at].word, text))) at = (at + 1) & (table_size - 1);
  entry *e = &table[at];
  if (!e->count) {
    u8 *copy = take(text.length);
    if (!copy) return false;
    memcpy(copy, text.at, text.length);
    e->word.at = copy;
    e->word.length = text.length;
    e->hash = hash;
    distinct++;
  }
  e->count++;
  word_count++;
  if (!e->last || e->last->file != in_file) {
    posting *p = take(sizeof(posting));
    if (!p) return false;
    p->next = NULL;
    p->file = in_file;
    p->count = 0;
    if (e->last) {
      e->last->next = p;
    } else {
      e->first = p;
    }
    e->last = p;
    e->files++;
  }
  e->last->count++;
  return true;
}

/* ------------------------------------------------------------------------------------ reading the files */

static bool is_text(const u8 *p, const u8 *end) {
  while (p < end) {
    u32 n = utf8_length(p, end);
    if (n == 0 || *p == 0) return false;
    p += n;
  }
  return true;
}

static void index_text(u8 *p, u8 *end, u32 in_file) {
  while (p < end && !failure) {
    const u8 *next = p;
    if (!is_letter(utf8_next(&next))) {
      p = (u8 *)next;
      continue;
    }
    word w;
    p = word_read(p, end, &w);
    add_word(w.text, in_file);
  }
}

/* Reads a whole file; NULL and why not in `*skipped`, or the end of the run in `failure`. */
static u8 *read_file(const char *path, u32 *length, const char **skipped) {
  int fd = open(path, O_RDONLY);
  struct stat status;
  u8 *bytes = NULL;
  *length = 0;
  if (fd < 0 || fstat(fd, &status) != 0) {
    *skipped = strerror(errno);
  } else if (!S_ISREG(status.st_mode)) {
    *skipped = "not a regular file";
  } else if ((u64)status.st_size > MAX_FILE_BYTES) {
    *skipped = "larger than 16 MiB";
  } else if ((bytes = take((u32)status.st_size + 1)) != NULL) {
    ssize_t n = 1;
    while (n > 0 && *length < (u32)status.st_size) {
      n = read(fd, bytes + *length, (u32)status.st_size - *length);
      if (n > 0) *length += (u32)n;
    }
    if (n < 0) {
      *skipped = strerror(errno);
      free(bytes);
      bytes = NULL;
    }
  }
  if (fd >= 0) close(fd);
  return bytes;
}

static void index_file(const char *path) {
  file *f = &files[file_count];
  f->skipped = NULL;
  f->name = strdup(path + sizeof(ROOT));
  if (!f->name) {
    failure = "out of memory";
    return;
  }
  u32 length;
  u8 *bytes = read_file(path, &length, &f->skipped);
  if (bytes && !is_text(bytes, bytes + length)) f->skipped = "not UTF-8 text";
  if (bytes && !f->skipped) {
    read_count++;
    byte_count += length;
    index_text(bytes, bytes + length, file_count);
  }
  free(bytes);
  file_count++;
}

static int by_name(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

/* The names in a directory, sorted, so that the answer does not depend on the file system; false if it cannot be read. */
static bool list(const char *path, char ***list, u32 *count) {
  u32 capacity = 0;
  char **names = NULL;
  *list = NULL;
  *count = 0;
  DIR *directory = opendir(path);
  if (!directory) return false;
  for (struct dirent *e; (e = readdir(directory)) != NULL;) {
    if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0) continue;
    if (*count == capacity) {
      capacity = capacity * 2 + 16;
      char **more = realloc(names, capacity * sizeof(char *));
      if (!more) break;
      names = more;
    }
    if ((names[*count] = strdup(e->d_name)) == NULL) break;
    ++*count;
  }
  closedir(directory);
  if (*count > 1) qsort(names, *count, sizeof(char *), by_name);
  *list = names;
  return true;
}

static void walk(char *path, u32 length, int depth) {
  u32 count;
  char **names;
  if (!list(path, &names, &count) && depth == 0) failure = "the folder cannot be read: no such folder below " ROOT ", or " ROOT " is not granted";
  for (u32 i = 0; i < count && !failure; i++) {
    u32 n = (u32)strlen(names[i]);
    struct stat status;
    if (length + 1 + n < MAX_PATH_BYTES && file_count < MAX_FILES) {
      path[length] = '/';
      memcpy(path + length + 1, names[i], n + 1);
      if (lstat(path, &status) == 0 && S_ISDIR(status.st_mode) && depth < MAX_DEPTH) {
        walk(path, length + 1 + n, depth + 1);
      } else if (S_ISREG(status.st_mode)) {
        index_file(path);
      }
      path[length] = 0;
    }
    free(names[i]);
  }
  free(names);
}

/* ------------------------------------------------------------------------------------------ the answer */

static bool starts_with(slice s, slice prefix) {
  return s.length >= prefix.length && memcmp(s.at, prefix.at, prefix.length) == 0;
}

/* Whether the query, words that may end with *, asks for this word. An empty query asks for all. */
static bool asked_for(slice s, slice query) {
  const u8 *p = query.at, *end = p + query.length;
  bool any = false;
  while (p < end) {
    while (p < end && *p == ' ') p++;
    const u8 *start = p;
    while (p < end && *p != ' ') p++;
    if (p == start) break;
    any = true;
    slice term = {start, (u32)(p - start)};
    if (p[-1] == '*') {
      term.length--;
      if (starts_with(s, term)) return true;
    } else if (slice_equal(s, term)) {
      return true;
    }
  }
  return !any;
}

static int by_count(const void *a, const void *b) {
  const entry *x = *(entry *const *)a, *y = *(entry *const *)b;
  if (x->count != y->count) return x->count > y->count ? -1 : 1;
  return slice_compare(x->word, y->word);
}

static void write_c_string(json_writer *w, const char *text) {
  slice s = {(const u8 *)text, (u32)strlen(text)};
  bool valid = true;
  for (const u8 *p = s.at; valid && p < s.at + s.length;) {
    u32 n = utf8_length(p, s.at + s.length);
    valid = n > 0;
    p += n;
  }
  slice unnamed = {(const u8 *)"(a name that is not UTF-8)", 26};
  write_string(w, valid ? s : unnamed);
}

static void write_entry(json_writer *w, const entry *e) {
  write_text(w, "{\"word\":");
  write_string(w, e->word);
  write_text(w, ",\"count\":");
  write_number(w, e->count);
  write_text(w, ",\"files\":[");
  for (const posting *p = e->first; p; p = p->next) {
    if (p != e->first) write_text(w, ",");
    write_text(w, "{\"file\":");
    write_c_string(w, files[p->file].name);
    write_text(w, ",\"count\":");
    write_number(w, p->count);
    write_text(w, "}");
  }
  write_text(w, "]}");
}

__attribute__((noinline)) static u64 report(slice query, u32 limit) {
  entry **found = take((distinct + 1) * sizeof(entry *));
  if (!found) return vex_error(failure);
  u32 n = 0;
  for (u32 i = 0; i < table_size; i++)
    if (table[i].count && asked_for(table[i].word, query)) found[n++] = &table[i];
  qsort(found, n, sizeof(entry *), by_count);
  json_writer w = {NULL, 0, 0};
  write_text(&w, "{\"files\":");
  write_number(&w, read_count);
  write_text(&w, ",\"bytes\":");
  write_number(&w, byte_count);
  write_text(&w, ",\"words\":");
  write_number(&w, word_count);
  write_text(&w, ",\"distinctWords\":");
  write_number(&w, distinct);
  write_text(&w, ",\"found\":");
  write_number(&w, n);
  write_text(&w, ",\"index\":[");
  for (u32 i = 0; i < n && i < limit; i++) {
    if (i) write_text(&w, ",");
    write_entry(&w, found[i]);
  }
  write_text(&w, "],\"skipped\":[");
  bool first = true;
  for (u32 i = 0; i < file_count; i++) {
    if (!files[i].skipped) continue;
    if (!first) write_text(&w, ",");
    first = false;
    write_text(&w, "{\"file\":");
    write_c_string(&w, files[i].name);
    write_text(&w, ",\"reason\":");
    write_c_string(&w, files[i].skipped);
    write_text(&w, "}");
  }
  write_text(&w, "]}");
  return vex_result(&w);
}

/* A folder below the root: no part of it is empty, "." or "..". */
static bool is_folder(slice s) {
  for (u32 i = 0; i < s.length;) {
    u32 start = i;
    while (i < s.length && s.at[i] != '/') {
      if (s.at[i] == 0) return false;
      i++;
    }
    u32 n = i - start;
    if (n == 0 || (n <= 2 && s.at[start] == '.' && s.at[i - 1] == '.')) return false;
    if (++i == s.length) return false;
  }
  return s.length + sizeof(ROOT) + 1 < MAX_PATH_BYTES;
}

static void make_lower(slice s) {
  u8 *p = (u8 *)s.at, *end = p + s.length;
  while (p < end) {
    const u8 *next = p;
    u32 c = utf8_next(&next);
    u8 small[4];
    u32 n = utf8_put(small, lower(c));
    if (n == (u32)(next - p)) memcpy(p, small, n);
    p = (u8 *)next;
  }
}

u64 VEX_EXPORT(vex_execute)(u8 *at, u32 length) {
  json_reader r = json_open(at, length);
  slice name, query = {NULL, 0}, folder = {NULL, 0};
  json_value value;
  i64 limit = 20;
  while (json_next(&r, &name, &value)) {
    if (slice_is(name, "query")) {
      if (value.kind != JSON_STRING) return vex_error("'query' is not a string");
      query = value.text;
    } else if (slice_is(name, "folder")) {
      if (value.kind != JSON_STRING || !is_folder(value.text)) return vex_error("'folder' is not the name of a folder");
      folder = value.text;
    } else if (slice_is(name, "limit")) {
      limit = value.kind == JSON_NUMBER && value.is_integer ? value.integer : -1;
      if (limit < 0 || limit > 10000) return vex_error("'limit' is not an integer from 0 to 10000");
    }
  }
  if (r.error) return vex_error(r.error);
  make_lower(query);
  static char path[MAX_PATH_BYTES];
  memcpy(path, ROOT, sizeof(ROOT));
  u32 start = sizeof(ROOT) - 1;
  if (folder.length) {
    path[start++] = '/';
    memcpy(path + start, folder.at, folder.length);
    start += folder.length;
    path[start] = 0;
  }
  files = take(MAX_FILES * sizeof(file));
  if (files && table_grow()) walk(path, start, 0);
  if (failure) return vex_error(failure);
  return report(query, (u32)limit);
}
