/* A disk with so many bytes of room: preloaded, fails with ENOSPC what is written beyond them below a folder.
   MEMOGRAPH_FOLDER: the folder; MEMOGRAPH_ROOM: bytes, from the beginning of the process or of its fork. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

long long memograph_written;

static int full(int fd, long long bytes) {
    const char *folder = getenv("MEMOGRAPH_FOLDER"), *room = getenv("MEMOGRAPH_ROOM");
    char link[64], name[4096];
    struct stat found;
    if (!folder || !room || fstat(fd, &found) || !S_ISREG(found.st_mode)) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, name, sizeof name - 1);
    if (length < 0) return 0;
    name[length] = 0;
    if (strncmp(name, folder, strlen(folder))) return 0;
    if (__atomic_load_n(&memograph_written, __ATOMIC_SEQ_CST) + bytes > atoll(room)) {
        errno = ENOSPC;
        return 1;
    }
    __atomic_add_fetch(&memograph_written, bytes, __ATOMIC_SEQ_CST);
    return 0;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int fd, const void *data, size_t size) { return full(fd, size) ? -1 : REAL(write)(fd, data, size); }

ssize_t pwrite(int fd, const void *data, size_t size, off_t at) {
    return full(fd, size) ? -1 : REAL(pwrite)(fd, data, size, at);
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
    return full(fd, size) ? -1 : REAL(pwrite64)(fd, data, size, at);
}

ssize_t writev(int fd, const struct iovec *parts, int number) {
    long long size = 0;
    for (int part = 0; part < number; part++) size += parts[part].iov_len;
    return full(fd, size) ? -1 : REAL(writev)(fd, parts, number);
}

ssize_t copy_file_range(int from, off64_t *out, int to, off64_t *in, size_t size, unsigned int flags) {
    return full(to, size) ? -1 : REAL(copy_file_range)(from, out, to, in, size, flags);
}

ssize_t sendfile(int to, int from, off_t *at, size_t size) {
    struct stat found;
    long long left = fstat(from, &found) ? 0 : (long long)found.st_size; /* one asks for more than there is */
    return full(to, (long long)size < left ? (long long)size : left) ? -1 : REAL(sendfile)(to, from, at, size);
}
