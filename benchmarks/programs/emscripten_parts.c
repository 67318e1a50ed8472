/* What Emscripten 3.1.6 takes from JavaScript even with -sSTANDALONE_WASM: the second result of a call, which its setjmp uses; the call
   of a signal's handler; a current directory; random bytes, which are zeros; and files, libraries, processes and dates in the form of a
   locale, of which there are none. And standard output in one piece: Wasmtime writes only the first of several buffers, and the program
   calls again. */
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

struct tm;

__attribute__((constructor)) static void buffer_output(void) {
  setvbuf(stdout, NULL, _IOFBF, BUFSIZ);
}

static int second;

void setTempRet0(int value) {
  second = value;
}

int getTempRet0(void) {
  return second;
}

void __call_sighandler(void (*handler)(int), int signal) {
  handler(signal);
}

int __syscall_getcwd(char *into, int size) {
  if (size < 2) {
    return -ERANGE;
  }
  memcpy(into, "/", 2);
  return 2;
}

int getentropy(void *into, size_t size) {
  memset(into, 0, size);
  return 0;
}

int system(const char *command) {
  return command == NULL ? 0 : -1;
}

char *strptime(const char *text, const char *format, struct tm *time) {
  return NULL;
}

void *_dlopen_js(void *library) {
  return NULL;
}

void *_dlsym_js(void *library, const char *name) {
  return NULL;
}

int __syscall_dup3(int from, int to, int flags) {
  return -ENOSYS;
}

int __syscall_unlink(int path) {
  return -ENOSYS;
}

int __syscall_rmdir(int path) {
  return -ENOSYS;
}

int __syscall_rename(int from, int to) {
  return -ENOSYS;
}

int __syscall_lstat64(int path, int into) {
  return -ENOENT;
}

int __syscall_stat64(int path, int into) {
  return -ENOENT;
}

int __syscall_getdents64(int directory, int into, int size) {
  return -ENOSYS;
}
