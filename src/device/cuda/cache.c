/* A file holds one kernel: a head, the stamp, the text, the code, and a hash of
 * all that. It is named by a hash, but a kernel is used only if stamp and text
 * are equal, byte for byte, and the file's own hash is right: a file that is
 * cut, flipped or of another version of anything counts as absent. Files appear
 * by rename, so that readers in other processes see whole ones. */
#include "cache.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

enum { MOST_BYTES = 64 << 20, NAME_SIZE = 64 };

typedef struct Head {
    char magic[8];
    uint64_t stamp, text, code; /* bytes */
} Head;

static const char magic[8] = "arrcuda1";

/* --- the folder ------------------------------------------------------------------------ */

static bool is_own(int file, mode_t kind) {
    struct stat about;
    return fstat(file, &about) == 0 && (about.st_mode & S_IFMT) == kind &&
           about.st_uid == geteuid() && (about.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

void cuda_cache_open(CudaCache *cache, Heap *heap, const char *path) {
    *cache = (CudaCache){.heap = heap, .folder = -1};
    if (!path || path[0] != '/') return;
    (void)mkdir(path, 0700);
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (folder >= 0 && is_own(folder, S_IFDIR)) cache->folder = folder;
    else if (folder >= 0) close(folder);
}

void cuda_cache_close(CudaCache *cache) {
    if (cache->folder >= 0) close(cache->folder);
    cache->folder = -1;
}

static void name_file(const CudaCache *cache, const char *text, size_t length, char *name) {
    uint64_t first = XXH64(text, length, XXH64(cache->stamp, strlen(cache->stamp), 0));
    uint64_t second = XXH64(text, length, ~first);
    snprintf(name, NAME_SIZE, "%016llx%016llx.kernel", (unsigned long long)first,
             (unsigned long long)second);
}

/* --- reading ------------------------------------------------------------------------------ */

static bool read_all(int file, char *bytes, size_t size) {
    for (size_t done = 0; done < size;) {
        ssize_t n = read(file, bytes + done, size - done);
        if (n <= 0) return false;
        done += (size_t)n;
    }
    return true;
}

/* The code within a file's bytes, if they are what was written for this text. */
static const char *find_code(const CudaCache *cache, const char *bytes, size_t size,
                             const char *text, size_t length, size_t *code_size) {
    Head head;
    uint64_t hash;
    size_t stamp = strlen(cache->stamp);
    if (size < sizeof head + sizeof hash) return NULL;
    memcpy(&head, bytes, sizeof head);
    if (memcmp(head.magic, magic, sizeof magic) != 0 || head.stamp != stamp || head.text != length)
        return NULL;
    if (size < sizeof head + stamp + length + sizeof hash ||
        head.code != size - sizeof head - stamp - length - sizeof hash)
        return NULL;
    memcpy(&hash, bytes + size - sizeof hash, sizeof hash);
    if (hash != XXH64(bytes, size - sizeof hash, 0)) return NULL;
    if (memcmp(bytes + sizeof head, cache->stamp, stamp) != 0 ||
        memcmp(bytes + sizeof head + stamp, text, length) != 0)
        return NULL;
    *code_size = head.code;
    return bytes + sizeof head + stamp + length;
}

static char *read_file(const CudaCache *cache, int file, const char *text, size_t length,
                       size_t *size) {
    struct stat about;
    char *code = NULL;
    if (!is_own(file, S_IFREG) || fstat(file, &about) != 0 || about.st_size > MOST_BYTES) return NULL;
    size_t whole = (size_t)about.st_size;
    char *bytes = heap_alloc(cache->heap, whole + 1);
    if (!bytes) return NULL;
    if (read_all(file, bytes, whole)) {
        const char *found = find_code(cache, bytes, whole, text, length, size);
        if (found) code = heap_alloc(cache->heap, *size);
        if (code) memcpy(code, found, *size);
    }
    heap_free(cache->heap, bytes, whole + 1);
    return code;
}

char *cuda_cache_read(const CudaCache *cache, const char *text, size_t length, size_t *size) {
    char name[NAME_SIZE];
    if (cache->folder < 0) return NULL;
    name_file(cache, text, length, name);
    int file = openat(cache->folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (file < 0) return NULL;
    char *code = read_file(cache, file, text, length, size);
    close(file);
    return code;
}

/* --- writing -------------------------------------------------------------------------------- */

static bool write_all(int file, const void *bytes, size_t size) {
    for (size_t done = 0; done < size;) {
        ssize_t n = write(file, (const char *)bytes + done, size - done);
        if (n <= 0) return false;
        done += (size_t)n;
    }
    return true;
}

static bool write_file(const CudaCache *cache, int file, const char *text, size_t length,
                       const char *code, size_t size) {
    Head head = {.stamp = strlen(cache->stamp), .text = length, .code = size};
    memcpy(head.magic, magic, sizeof magic);
    size_t whole = sizeof head + head.stamp + length + size;
    char *bytes = heap_alloc(cache->heap, whole), *at = bytes;
    if (!bytes) return false;
    const struct { const void *bytes; size_t size; } parts[] = {
        {&head, sizeof head}, {cache->stamp, head.stamp}, {text, length}, {code, size}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        memcpy(at, parts[i].bytes, parts[i].size);
        at += parts[i].size;
    }
    uint64_t hash = XXH64(bytes, whole, 0);
    bool good = write_all(file, bytes, whole) && write_all(file, &hash, sizeof hash);
    heap_free(cache->heap, bytes, whole);
    return good;
}

void cuda_cache_write(const CudaCache *cache, const char *text, size_t length, const char *code,
                      size_t size) {
    char name[NAME_SIZE], fresh[2 * NAME_SIZE];
    if (cache->folder < 0) return;
    name_file(cache, text, length, name);
    snprintf(fresh, sizeof fresh, "%s.%ld.%p", name, (long)getpid(), (const void *)cache);
    int file = openat(cache->folder, fresh, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file < 0) return;
    bool good = write_file(cache, file, text, length, code, size);
    if (close(file) != 0 || !good || renameat(cache->folder, fresh, cache->folder, name) != 0)
        (void)unlinkat(cache->folder, fresh, 0);
}
