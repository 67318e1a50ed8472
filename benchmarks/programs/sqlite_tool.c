/* SQLite as a tool: runs the statement of its first argument, with standard input as ?1. */
#include <stdio.h>
#include "sqlite3.h"

static char input[1 << 20];

int main(int argc, char **argv) {
  sqlite3 *database;
  sqlite3_stmt *statement;
  size_t length = fread(input, 1, sizeof input, stdin);
  if (argc < 2 || sqlite3_open(":memory:", &database) != SQLITE_OK) {
    fputs("no statement, or no memory\n", stderr);
    return 2;
  }
  if (sqlite3_prepare_v2(database, argv[1], -1, &statement, NULL) != SQLITE_OK
      || sqlite3_bind_text(statement, 1, input, (int) length, SQLITE_STATIC) != SQLITE_OK
      || sqlite3_step(statement) != SQLITE_ROW) {
    fprintf(stderr, "%s\n", sqlite3_errmsg(database));
    return 1;
  }
  /* In one piece: Wasmtime writes only the first of several buffers, and the program calls again. */
  setvbuf(stdout, NULL, _IOFBF, BUFSIZ);
  puts((const char *) sqlite3_column_text(statement, 0));
  return 0;
}
