/* Files: the only place where libarr opens any. A file that is written is
 * complete or is not there: it grows beside its place and is moved to it. */
#ifndef IO_FILE_H
#define IO_FILE_H

#include "../base/error.h"
#include "../base/text.h"

typedef struct File {
    Base *base;
    int fd; /* -1: none */
    const char *path;
    int64_t size;                    /* of one that is read; -1: it is no regular file */
    char place[4096], growing[4096]; /* of one that is written: where it belongs, where it is */
} File;

/* OSErrors have Python's classes and words. path must outlive the file. */
ArrStatus file_open(Base *base, const char *path, File *file);
/* As many bytes as there are, up to size. */
ArrStatus file_read(File *file, void *bytes, int64_t size, int64_t *got);
ArrStatus file_seek(File *file, int64_t offset);
/* The whole of a regular file that is not empty, to be read; it stays when the
 * file is closed, until file_unmap(). */
ArrStatus file_map(File *file, void **address);
void file_unmap(void *address, int64_t size);
ArrStatus file_create(Base *base, const char *path, File *file);
ArrStatus file_write(File *file, const void *bytes, int64_t size);
/* It is on the disk, in its place. */
ArrStatus file_commit(File *file);
/* Ends the use of a file in any case; what was not committed is gone. */
void file_close(File *file);

#endif
