/* Arrays in files: np.save, np.load, np.fromfile, a.tofile. All that programs
 * can do with files is in these rows (a test holds them to the list in
 * README.md). A save waits for its array, and is done when the call returns. */
#include <string.h>

#include "../io/file.h"
#include "../io/npy.h"
#include "arrays.h"

/* --- paths ------------------------------------------------------------------------ */

static ArrStatus read_path(ArrState *state, Value v, Text *path) {
    if (v.kind != VALUE_STRING)
        return error_set(&state->base, ERROR_TYPE,
                         "expected str, bytes or os.PathLike object, not %s", value_type_name(v));
    const StringObject *string = VALUE_AS(StringObject, v);
    if (memchr(string->bytes, 0, (size_t)string->length))
        return error_set(&state->base, ERROR_VALUE, "embedded null byte");
    text_add(path, string->bytes, string->length);
    return ARR_OK;
}

static ArrStatus path_memory(ArrState *state, const Text *path) {
    return path->failed ? error_memory(&state->base, path->length, "a path") : ARR_OK;
}

static bool ends_with(const Text *path, const char *suffix) {
    int64_t length = (int64_t)strlen(suffix);
    return path->length >= length &&
           !memcmp(path->bytes + path->length - length, suffix, (size_t)length);
}

/* --- saving ------------------------------------------------------------------------- */

static ArrStatus write_piece(void *user, const void *bytes, int64_t nbytes) {
    return file_write(user, bytes, nbytes);
}

static ArrStatus write_header(ArrState *state, const Array *a, bool fortran, File *file) {
    NpyHeader header = {(ArrDtype)a->dtype, fortran, a->ndim, {0}};
    memcpy(header.shape, array_shape(a), (size_t)a->ndim * sizeof *header.shape);
    Text text = text_new(&state->base.heap);
    npy_write(&text, &header);
    ArrStatus status = text.failed ? error_memory(&state->base, 128, "a header")
                                   : file_write(file, text.bytes, text.length);
    text_free(&text);
    return status;
}

/* The elements of a, in C order or in that of its reversed axes. */
static ArrStatus write_array(ArrState *state, Array *a, bool header, File *file) {
    Array *turned;
    ArrStatus status = array_transpose(&state->graph.arrays, a, 0, NULL, &turned);
    if (status) return status;
    bool fortran = header && !array_is_contiguous(a) && array_is_contiguous(turned);
    if (header) status = write_header(state, a, fortran, file);
    if (!status)
        status = pull_pieces(state->exec, PULL_HOST, fortran ? turned : a, write_piece, file);
    array_release(&state->graph.arrays, turned);
    return status;
}

/* What may have failed before is told before anything is written. */
static ArrStatus save(ArrState *state, Array *a, const Text *path, bool header) {
    File file = {.fd = -1};
    ArrStatus status = path_memory(state, path);
    if (status) return status;
    status = exec_observe(state->exec);
    if (!status) status = file_create(&state->base, text_string(path), &file);
    if (!status) status = write_array(state, a, header, &file);
    if (!status) status = file_commit(&file);
    file_close(&file);
    return status;
}

static ArrStatus numpy_save(ArrState *state, const BuiltinCall *call, Value *result) {
    Text path = text_new(&state->base.heap);
    Array *a = NULL;
    ArrStatus status = read_path(state, call->args[0], &path);
    if (!status && !ends_with(&path, ".npy")) text_adds(&path, ".npy");
    if (!status) status = convert_array(state, call->args[1], -1, &a);
    if (!status) status = save(state, a, &path, true);
    array_release(&state->graph.arrays, a);
    text_free(&path);
    if (!status) *result = value_none();
    return status;
}

static ArrStatus refuse_text(ArrState *state, Value sep) {
    bool binary = sep.kind == VALUE_UNDEFINED ||
                  (sep.kind == VALUE_STRING && VALUE_AS(StringObject, sep)->length == 0);
    return binary ? ARR_OK
                  : error_set(&state->base, ERROR_NOT_IMPLEMENTED,
                              "sep= (numbers as text) is not in arr: savetxt() and loadtxt()");
}

ArrStatus method_tofile(ArrState *state, const BuiltinCall *call, Value *result) {
    Text path = text_new(&state->base.heap);
    ArrStatus status = read_path(state, call->args[0], &path);
    if (!status) status = refuse_text(state, call->args[1]);
    if (!status) status = save(state, call->self.array, &path, false);
    text_free(&path);
    if (!status) *result = value_none();
    return status;
}

/* --- loading ------------------------------------------------------------------------- */

typedef struct Loading {
    File *file;
    Base *base;
} Loading;

static ArrStatus file_was_cut(Base *base) {
    return error_set(base, ERROR_OS, "the file became shorter while it was read");
}

static ArrStatus read_all(void *user, void *bytes, int64_t nbytes) {
    Loading *loading = user;
    int64_t got;
    ArrStatus status = file_read(loading->file, bytes, nbytes, &got);
    return status || got == nbytes ? status : file_was_cut(loading->base);
}

/* A new array of the file's next bytes, which are there. */
static ArrStatus read_array(ArrState *state, File *file, ArrDtype dtype, int ndim,
                            const int64_t *shape, Array **result) {
    Loading loading = {file, &state->base};
    Array *a;
    ArrStatus status = array_new(&state->graph.arrays, dtype, ndim, shape, NULL, &a);
    if (status) return status;
    status = exec_fill(state->exec, a->store, read_all, &loading);
    if (status) array_release(&state->graph.arrays, a);
    else *result = a;
    return status;
}

static void unmap(void *size, void *address) {
    file_unmap(address, (int64_t)(intptr_t)size);
}

/* A read-only array of the file's bytes from offset on, which are there: its
 * pages come when they are read, and go behind what streams over them. */
static ArrStatus map_array(ArrState *state, File *file, int64_t offset, ArrDtype dtype, int ndim,
                           const int64_t *shape, Array **result) {
    Array *a;
    void *address;
    ArrStatus status = array_new(&state->graph.arrays, dtype, ndim, shape, NULL, &a);
    if (status) return status;
    a->read_only = true;
    status = a->size ? file_map(file, &address) : ARR_OK;
    if (!status && a->size) {
        HostMemory memory = {.low = (char *)address + offset, .data = address, .mapped = true,
                             .release = unmap, .user = (void *)(intptr_t)file->size};
        status = exec_borrow(state->exec, a->store, &memory, NULL);
        if (status) file_unmap(address, file->size);
    }
    if (status) array_release(&state->graph.arrays, a);
    else *result = a;
    return status;
}

/* The header's text, into longest + 1 bytes; *offset: where the elements begin. */
static ArrStatus read_header(ArrState *state, File *file, NpyHeader *header, int64_t *offset) {
    unsigned char start[NPY_PREFIX];
    char text[NPY_LONGEST];
    int64_t got, length;
    int prefix;
    *offset = 0;
    ArrStatus status = file_read(file, start, NPY_PREFIX, &got);
    if (!status) status = npy_prefix(&state->base, start, got, &prefix, &length);
    if (!status) status = file_seek(file, prefix);
    if (!status) status = file_read(file, text, length, &got);
    if (status) return status;
    if (got < length)
        return error_set(&state->base, ERROR_VALUE,
                         "EOF: reading array header, expected %lld bytes got %lld",
                         (long long)length, (long long)got);
    *offset = prefix + length;
    return npy_parse(&state->base, text, length, header);
}

/* No memory is taken for elements that the file has not got. */
static ArrStatus check_size(ArrState *state, const File *file, const NpyHeader *header,
                            int64_t offset, bool mapped) {
    char text[SHAPE_TEXT];
    int64_t itemsize = dtype_info[header->dtype].itemsize;
    int64_t nbytes = arr_nbytes(header->ndim, header->shape, itemsize);
    if (file->size < 0) return error_set(&state->base, ERROR_OS, "obtaining file position failed");
    int64_t left = file->size > offset ? file->size - offset : 0;
    if (nbytes >= 0 && nbytes <= left) return ARR_OK;
    if (mapped) return error_set(&state->base, ERROR_VALUE, "mmap length is greater than file size");
    return error_set(&state->base, ERROR_VALUE, "cannot reshape array of size %lld into shape %s",
                     (long long)(left / itemsize), shape_text(text, header->ndim, header->shape));
}

static ArrStatus load_array(ArrState *state, File *file, bool mapped, Array **result) {
    NpyHeader header;
    int64_t offset, shape[ARR_MAX_NDIM];
    Array *stored;
    ArrStatus status = read_header(state, file, &header, &offset);
    if (!status) status = check_size(state, file, &header, offset, mapped);
    if (status) return status;
    for (int i = 0; i < header.ndim; i++)
        shape[i] = header.shape[header.fortran_order ? header.ndim - 1 - i : i];
    mapped &= offset % dtype_info[header.dtype].itemsize == 0;
    status = mapped ? map_array(state, file, offset, header.dtype, header.ndim, shape, &stored)
                    : read_array(state, file, header.dtype, header.ndim, shape, &stored);
    if (status) return status;
    if (header.fortran_order) {
        status = array_transpose(&state->graph.arrays, stored, 0, NULL, result);
        array_release(&state->graph.arrays, stored);
        return status;
    }
    *result = stored;
    return ARR_OK;
}

static ArrStatus read_mode(ArrState *state, Value mode, bool *mapped) {
    *mapped = false;
    if (!argument_given(mode)) return ARR_OK;
    const StringObject *word = mode.kind == VALUE_STRING ? VALUE_AS(StringObject, mode) : NULL;
    *mapped = word && word->length == 1 && word->bytes[0] == 'r';
    if (*mapped) return ARR_OK;
    return error_set(&state->base, ERROR_NOT_IMPLEMENTED,
                     "mmap_mode= is None or 'r' in arr: files are mapped to be read");
}

static ArrStatus numpy_load(ArrState *state, const BuiltinCall *call, Value *result) {
    Text path = text_new(&state->base.heap);
    File file = {.fd = -1};
    Array *a;
    ArrStatus status = read_path(state, call->args[0], &path);
    bool mapped = false;
    if (!status) status = read_mode(state, call->args[1], &mapped);
    if (!status) status = path_memory(state, &path);
    if (!status) status = file_open(&state->base, text_string(&path), &file);
    if (!status) status = load_array(state, &file, mapped, &a);
    file_close(&file);
    text_free(&path);
    return give_array(status, &a, result);
}

typedef struct RawRead {
    ArrDtype dtype;
    int64_t count, offset; /* count -1: all */
} RawRead;

static ArrStatus raw_arguments(ArrState *state, const BuiltinCall *call, RawRead *raw) {
    int dtype;
    *raw = (RawRead){.count = -1};
    ArrStatus status = convert_to_dtype(state, call->args[1], &dtype);
    raw->dtype = dtype < 0 ? ARR_FLOAT64 : (ArrDtype)dtype;
    if (!status && call->args[2].kind != VALUE_UNDEFINED)
        status = value_index(state, call->args[2], &raw->count);
    if (!status) status = refuse_text(state, call->args[3]);
    if (!status && call->args[4].kind != VALUE_UNDEFINED)
        status = value_index(state, call->args[4], &raw->offset);
    if (status || raw->offset >= 0) return status;
    return error_set(&state->base, ERROR_OS, "seeking file failed");
}

static ArrStatus raw_read(ArrState *state, File *file, RawRead *raw, Array **result) {
    if (file->size < 0) return error_set(&state->base, ERROR_OS, "obtaining file position failed");
    int64_t left = file->size > raw->offset ? file->size - raw->offset : 0;
    int64_t count = left / dtype_info[raw->dtype].itemsize;
    if (raw->count < 0 && raw->offset > file->size)
        return error_set(&state->base, ERROR_VALUE, "negative dimensions are not allowed");
    if (raw->count >= 0 && raw->count < count) count = raw->count;
    int64_t itemsize = dtype_info[raw->dtype].itemsize;
    bool fits = count * itemsize <= heap_left(&state->base.heap) / 2;
    if (!fits && raw->offset % itemsize == 0)
        return map_array(state, file, raw->offset, raw->dtype, 1, &count, result);
    ArrStatus status = file_seek(file, raw->offset);
    return status ? status : read_array(state, file, raw->dtype, 1, &count, result);
}

static ArrStatus numpy_fromfile(ArrState *state, const BuiltinCall *call, Value *result) {
    Text path = text_new(&state->base.heap);
    File file = {.fd = -1};
    RawRead raw;
    Array *a;
    ArrStatus status = read_path(state, call->args[0], &path);
    if (!status) status = raw_arguments(state, call, &raw);
    if (!status) status = path_memory(state, &path);
    if (!status) status = file_open(&state->base, text_string(&path), &file);
    if (!status) status = raw_read(state, &file, &raw, &a);
    file_close(&file);
    text_free(&path);
    return give_array(status, &a, result);
}

const BuiltinRow numpy_file_rows[] = {
    {"save(file, arr, allow_pickle=True)", numpy_save,
     "Writes the array to a .npy file. The file is whole or as it was before, whatever happens.",
     0},
    {"load(file, mmap_mode=None, allow_pickle=False)", numpy_load,
     "The array of a .npy file. FileNotFoundError and the like; ValueError for what is no such "
     "file. Nothing in the file is evaluated. mmap_mode='r': a read-only array, whose elements are "
     "read as they are needed: it may be larger than memory.",
     0},
    {"fromfile(file, dtype=float64, count=-1, sep='', offset=0)", numpy_fromfile,
     "A 1-D array of the bytes of a file, as tofile() writes them. One that would take more than "
     "half of the memory that is left is read as it is needed, and read-only.", 0},
    {NULL, NULL, NULL, 0}};
