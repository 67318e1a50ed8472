// The functions and types of WASI preview 1, and what the programs here expect with.
#pragma once

#include <stdint.h>
#include <stdio.h>
#include <string.h>

typedef uint32_t u32;
typedef uint64_t u64;

#define FN(name, ...)                                                                      \
    __attribute__((import_module("wasi_snapshot_preview1"), import_name(#name))) int32_t w_##name( \
            __VA_ARGS__)

struct iovec_t { const void *buf; u32 len; };
struct filestat { u64 dev, ino; uint8_t type; u64 nlink, size, atim, mtim, ctim; };
struct fdstat { uint8_t type; uint16_t flags; u64 base, inheriting; };
struct prestat { uint8_t tag; u32 length; };
struct dirent_t { u64 next, ino; u32 namlen; uint8_t type; };
struct subscription {
    u64 userdata;
    uint8_t tag;
    union {
        struct { u32 id; u64 timeout, precision; uint16_t flags; } clock;
        struct { u32 fd; } fd;
    } u;
};
struct event { u64 userdata; uint16_t error; uint8_t type; u64 nbytes; uint16_t flags; };

_Static_assert(sizeof(struct filestat) == 64, "filestat");
_Static_assert(sizeof(struct fdstat) == 24, "fdstat");
_Static_assert(sizeof(struct subscription) == 48, "subscription");
_Static_assert(sizeof(struct event) == 32, "event");
_Static_assert(sizeof(struct dirent_t) == 24, "dirent");

FN(args_get, void *, void *);
FN(args_sizes_get, u32 *, u32 *);
FN(environ_get, void *, void *);
FN(environ_sizes_get, u32 *, u32 *);
FN(clock_res_get, u32, u64 *);
FN(clock_time_get, u32, u64, u64 *);
FN(fd_advise, u32, u64, u64, u32);
FN(fd_allocate, u32, u64, u64);
FN(fd_close, u32);
FN(fd_datasync, u32);
FN(fd_fdstat_get, u32, struct fdstat *);
FN(fd_fdstat_set_flags, u32, u32);
FN(fd_fdstat_set_rights, u32, u64, u64);
FN(fd_filestat_get, u32, struct filestat *);
FN(fd_filestat_set_size, u32, u64);
FN(fd_filestat_set_times, u32, u64, u64, u32);
FN(fd_pread, u32, const struct iovec_t *, u32, u64, u32 *);
FN(fd_prestat_get, u32, struct prestat *);
FN(fd_prestat_dir_name, u32, void *, u32);
FN(fd_pwrite, u32, const struct iovec_t *, u32, u64, u32 *);
FN(fd_read, u32, const struct iovec_t *, u32, u32 *);
FN(fd_readdir, u32, void *, u32, u64, u32 *);
FN(fd_renumber, u32, u32);
FN(fd_seek, u32, int64_t, u32, u64 *);
FN(fd_sync, u32);
FN(fd_tell, u32, u64 *);
FN(fd_write, u32, const struct iovec_t *, u32, u32 *);
FN(path_create_directory, u32, const char *, u32);
FN(path_filestat_get, u32, u32, const char *, u32, struct filestat *);
FN(path_filestat_set_times, u32, u32, const char *, u32, u64, u64, u32);
FN(path_link, u32, u32, const char *, u32, u32, const char *, u32);
FN(path_open, u32, u32, const char *, u32, u32, u64, u64, u32, u32 *);
FN(path_readlink, u32, const char *, u32, void *, u32, u32 *);
FN(path_remove_directory, u32, const char *, u32);
FN(path_rename, u32, const char *, u32, u32, const char *, u32);
FN(path_symlink, const char *, u32, u32, const char *, u32);
FN(path_unlink_file, u32, const char *, u32);
FN(poll_oneoff, const struct subscription *, struct event *, u32, u32 *);
__attribute__((import_module("wasi_snapshot_preview1"), import_name("proc_exit"), noreturn)) void
w_proc_exit(u32);
FN(proc_raise, u32);
FN(sched_yield, void);
FN(random_get, void *, u32);
FN(sock_accept, u32, u32, u32 *);
FN(sock_recv, u32, const struct iovec_t *, u32, u32, u32 *, uint16_t *);
FN(sock_send, u32, const struct iovec_t *, u32, u32, u32 *);
FN(sock_shutdown, u32, u32);

enum { OK = 0, ACCES_ = 2, BADF_ = 8, EXIST_ = 20, FAULT_ = 21, ILSEQ_ = 25, INVAL_ = 28,
       ISDIR_ = 31, LOOP_ = 32, NAMETOOLONG_ = 37, NOENT_ = 44, NOTDIR_ = 54, NOTEMPTY_ = 55,
       NOTSOCK_ = 57, NOTSUP_ = 58, PERM_ = 63, ROFS_ = 69, SPIPE_ = 70, XDEV_ = 75,
       NOTCAPABLE_ = 76, BUSY_ = 10 };
enum { READ = 1 << 1, SEEK = 1 << 2, WRITE = 1 << 6, FILE_RIGHTS = 0x8E001FF };
enum { CREAT_ = 1, DIRECTORY_ = 2, EXCL_ = 4, TRUNC_ = 8 };

static int failures;

static void expect(int line, const char *what, long long wanted, long long got) {
    if (wanted != got) {
        printf("line %d: %s: wanted %lld, got %lld\n", line, what, wanted, got);
        failures++;
    }
}

#define EXPECT(wanted, call) expect(__LINE__, #call, wanted, call)
#define S(text) text, sizeof(text) - 1
