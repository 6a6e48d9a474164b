/* Files (see file.h). */
#define _GNU_SOURCE
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

static ErrorClass class_of(int code) {
    switch (code) {
    case ENOENT: return ERROR_FILE_NOT_FOUND;
    case EEXIST: return ERROR_FILE_EXISTS;
    case EISDIR: return ERROR_IS_A_DIRECTORY;
    case ENOTDIR: return ERROR_NOT_A_DIRECTORY;
    case EACCES:
    case EPERM: return ERROR_PERMISSION;
    default: return ERROR_OS;
    }
}

/* What errno says of the path. */
static ArrStatus trouble(Base *base, const char *path) {
    char words[128];
    int code = errno;
    const char *text = strerror_r(code, words, sizeof words);
    if (!path) return error_set(base, class_of(code), "[Errno %d] %s", code, text);
    const char *quote = strchr(path, '\'') && !strchr(path, '"') ? "\"" : "'";
    return error_set(base, class_of(code), "[Errno %d] %s: %s%.800s%s", code, text, quote, path,
                     quote);
}

/* --- reading ---------------------------------------------------------------------- */

ArrStatus file_open(Base *base, const char *path, File *file) {
    struct stat info;
    *file = (File){.base = base, .path = path, .fd = -1};
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return trouble(base, path);
    file->fd = fd;
    if (fstat(fd, &info) != 0) return trouble(base, path);
    if (S_ISDIR(info.st_mode)) {
        errno = EISDIR;
        return trouble(base, path);
    }
    file->size = S_ISREG(info.st_mode) ? (int64_t)info.st_size : -1;
    return ARR_OK;
}

ArrStatus file_read(File *file, void *bytes, int64_t size, int64_t *got) {
    enum { PIECE = 1 << 26 }; /* between two looks at interrupts */
    *got = 0;
    while (*got < size) {
        int64_t left = size - *got;
        ssize_t n = read(file->fd, (char *)bytes + *got, (size_t)(left < PIECE ? left : PIECE));
        if (n < 0 && errno != EINTR) return trouble(file->base, NULL);
        if (n == 0) break;
        if (n > 0) *got += n;
        ArrStatus status = base_check_interrupt(file->base);
        if (status) return status;
    }
    return ARR_OK;
}

ArrStatus file_seek(File *file, int64_t offset) {
    return lseek(file->fd, offset, SEEK_SET) < 0 ? trouble(file->base, NULL) : ARR_OK;
}

ArrStatus file_map(File *file, void **address) {
    void *p = mmap(NULL, (size_t)file->size, PROT_READ, MAP_SHARED, file->fd, 0);
    if (p == MAP_FAILED) return trouble(file->base, NULL);
    *address = p;
    return ARR_OK;
}

void file_unmap(void *address, int64_t size) {
    munmap(address, (size_t)size);
}

/* --- writing ------------------------------------------------------------------------ */

/* The file's name beside its place, unlike any other. */
static bool name_growing(File *file) {
    uint32_t number;
    if (getrandom(&number, sizeof number, 0) != (ssize_t)sizeof number) return false;
    int n = snprintf(file->growing, sizeof file->growing, "%s.arr-%08x", file->place, number);
    if (n > 0 && (size_t)n < sizeof file->growing) return true;
    errno = ENAMETOOLONG;
    return false;
}

/* Devices and pipes have no place to be moved to. */
static ArrStatus open_as_is(File *file) {
    file->growing[0] = '\0';
    file->fd = open(file->path, O_WRONLY | O_TRUNC | O_CLOEXEC);
    return file->fd < 0 ? trouble(file->base, file->path) : ARR_OK;
}

ArrStatus file_create(Base *base, const char *path, File *file) {
    struct stat info;
    mode_t mode = 0666;
    *file = (File){.base = base, .path = path, .fd = -1, .size = -1};
    bool exists = stat(path, &info) == 0;
    if (exists && S_ISDIR(info.st_mode)) {
        errno = EISDIR;
        return trouble(base, path);
    }
    if (exists && access(path, W_OK) != 0) return trouble(base, path);
    if (exists && !S_ISREG(info.st_mode)) return open_as_is(file);
    /* a link stays one: what it leads to is replaced */
    if (exists ? !realpath(path, file->place)
               : snprintf(file->place, sizeof file->place, "%s", path) >= (int)sizeof file->place)
        return trouble(base, path);
    if (exists) mode = info.st_mode & 07777;
    do {
        if (!name_growing(file)) return trouble(base, path);
        file->fd = open(file->growing, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    } while (file->fd < 0 && errno == EEXIST);
    if (file->fd < 0) {
        file->growing[0] = '\0';
        return trouble(base, path);
    }
    if (exists && fchmod(file->fd, mode) != 0) return trouble(base, path);
    return ARR_OK;
}

ArrStatus file_write(File *file, const void *bytes, int64_t size) {
    const char *at = bytes;
    while (size > 0) {
        ssize_t n = write(file->fd, at, (size_t)size);
        if (n < 0 && errno != EINTR) return trouble(file->base, file->path);
        if (n > 0) {
            at += n;
            size -= n;
        }
        ArrStatus status = base_check_interrupt(file->base);
        if (status) return status;
    }
    return ARR_OK;
}

/* The directory's entry is on the disk as well; what cannot be synced is as safe as it gets. */
static void sync_directory(const char *place) {
    char directory[4096];
    const char *slash = strrchr(place, '/');
    snprintf(directory, sizeof directory, "%.*s", slash ? (int)(slash - place) + 1 : 1,
             slash ? place : ".");
    int fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return;
    fsync(fd);
    close(fd);
}

ArrStatus file_commit(File *file) {
    if (!file->growing[0]) {
        int code = close(file->fd);
        file->fd = -1;
        return code == 0 ? ARR_OK : trouble(file->base, file->path);
    }
    if (fsync(file->fd) != 0) return trouble(file->base, file->path);
    int code = close(file->fd);
    file->fd = -1;
    if (code != 0 || rename(file->growing, file->place) != 0)
        return trouble(file->base, file->path);
    file->growing[0] = '\0';
    sync_directory(file->place);
    return ARR_OK;
}

void file_close(File *file) {
    if (file->fd >= 0) close(file->fd);
    if (file->growing[0]) unlink(file->growing);
    file->fd = -1;
    file->growing[0] = '\0';
}
