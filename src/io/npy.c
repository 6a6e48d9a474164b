/* .npy headers (see npy.h): a literal of Python's, a dict with three keys. The
 * reader knows just what such a dict can hold, so nothing in a file is ever
 * evaluated, and no size in it is trusted. */
#include "npy.h"

#include <string.h>

static const char magic[] = "\x93NUMPY";
enum { MAGIC = 6 };

/* --- writing -------------------------------------------------------------------- */

static char kind_letter(ArrDtype dtype) {
    switch (dtype_info[dtype].kind) {
    case KIND_BOOL: return 'b';
    case KIND_INT: return 'i';
    case KIND_UINT: return 'u';
    case KIND_FLOAT: return 'f';
    default: return 'c';
    }
}

static int digits_of(int64_t x) {
    int count = 1;
    while (x >= 10) {
        x /= 10;
        count++;
    }
    return count;
}

/* Blanks that NumPy leaves so that the growing extent can be rewritten in place. */
static void add_spare(Text *text, const NpyHeader *header) {
    enum { MOST_DIGITS = 21 };
    if (header->ndim == 0) return;
    int64_t grows = header->shape[header->fortran_order ? header->ndim - 1 : 0];
    for (int i = digits_of(grows); i < MOST_DIGITS; i++) text_adds(text, " ");
}

void npy_write(Text *text, const NpyHeader *header) {
    enum { ALIGN = 64, PREFIX = 10 };
    int64_t begin = text->length;
    int itemsize = (int)dtype_info[header->dtype].itemsize;
    text_add(text, magic, MAGIC);
    text_add(text, "\1\0\0\0", 4); /* version 1.0, and the length, which comes below */
    text_addf(text, "{'descr': '%c%c%d', 'fortran_order': %s, 'shape': (",
              itemsize == 1 ? '|' : '<', kind_letter(header->dtype), itemsize,
              header->fortran_order ? "True" : "False");
    for (int i = 0; i < header->ndim; i++)
        text_addf(text, "%s%lld", i ? ", " : "", (long long)header->shape[i]);
    text_adds(text, header->ndim == 1 ? ",), }" : "), }");
    add_spare(text, header);
    while ((text->length - begin + 1) % ALIGN) text_adds(text, " ");
    text_adds(text, "\n");
    if (text->failed) return;
    int64_t length = text->length - begin - PREFIX; /* far below 65536 for any shape */
    text->bytes[begin + 8] = (char)(length & 0xff);
    text->bytes[begin + 9] = (char)(length >> 8);
}

/* --- the prefix -------------------------------------------------------------------- */

static ArrStatus too_short(Base *base, const char *what, int64_t wanted, int64_t got) {
    return error_set(base, ERROR_VALUE, "EOF: reading %s, expected %lld bytes got %lld", what,
                     (long long)wanted, (long long)got);
}

ArrStatus npy_prefix(Base *base, const unsigned char *bytes, int64_t have, int *prefix,
                     int64_t *length) {
    if (have == 0) return error_set(base, ERROR_EOF, "No data left in file");
    if (have >= 4 && (!memcmp(bytes, "PK\3\4", 4) || !memcmp(bytes, "PK\5\6", 4)))
        return error_set(base, ERROR_NOT_IMPLEMENTED, ".npz files are not in arr yet");
    if (have < MAGIC || memcmp(bytes, magic, MAGIC) != 0)
        return error_set(base, ERROR_VALUE,
                         "This file contains pickled (object) data. If you trust the file you can "
                         "load it unsafely using the `allow_pickle=` keyword argument or "
                         "`pickle.load()`.");
    if (have < MAGIC + 2) return too_short(base, "magic string", MAGIC + 2, have);
    int major = bytes[6], minor = bytes[7];
    if (major < 1 || major > 3 || minor != 0)
        return error_set(base, ERROR_VALUE,
                         "we only support format version (1,0), (2,0), and (3,0), not (%d, %d)",
                         major, minor);
    int size = major == 1 ? 2 : 4;
    if (have < MAGIC + 2 + size)
        return too_short(base, "array header length", size, have - MAGIC - 2);
    *prefix = MAGIC + 2 + size;
    *length = 0;
    for (int i = 0; i < size; i++) *length |= (int64_t)bytes[8 + i] << 8 * i;
    if (*length <= NPY_LONGEST) return ARR_OK;
    return error_set(base, ERROR_VALUE,
                     "Header info length (%lld) is large and may not be safe to load securely.\n"
                     "To allow loading, adjust `max_header_size` or fully trust the `.npy` file "
                     "using `allow_pickle=True`.\nFor safety against large resource use or "
                     "crashes, sandboxing may be necessary.",
                     (long long)*length);
}

/* --- the dict ------------------------------------------------------------------------ */

typedef struct Reader {
    Base *base;
    const char *at, *end;
    const char *text; /* the whole */
    int64_t length;
} Reader;

typedef struct Piece {
    const char *bytes;
    int length;
} Piece;

static ArrStatus bad_header(const Reader *r) {
    int shown = (int)(r->length < 200 ? r->length : 200);
    while (shown > 0 && (r->text[shown - 1] == '\n' || r->text[shown - 1] == ' ')) shown--;
    return error_set(r->base, ERROR_VALUE, "Cannot parse header: '%.*s'", shown, r->text);
}

static void skip_blanks(Reader *r) {
    while (r->at < r->end && (*r->at == ' ' || *r->at == '\n' || *r->at == '\t')) r->at++;
}

static bool take(Reader *r, char c) {
    skip_blanks(r);
    if (r->at == r->end || *r->at != c) return false;
    r->at++;
    return true;
}

/* A quoted string without escapes; the piece is what stands between the quotes. */
static bool take_string(Reader *r, Piece *piece) {
    skip_blanks(r);
    if (r->at == r->end || (*r->at != '\'' && *r->at != '"')) return false;
    const char *begin = r->at + 1, *at = begin;
    while (at < r->end && *at != *r->at && *at != '\\') at++;
    if (at == r->end || *at == '\\') return false;
    *piece = (Piece){begin, (int)(at - begin)};
    r->at = at + 1;
    return true;
}

/* Any other value: up to the comma or brace behind it, outside of brackets and strings. */
static bool take_value(Reader *r, Piece *piece) {
    int depth = 0;
    char quote = 0;
    skip_blanks(r);
    const char *begin = r->at;
    for (; r->at < r->end; r->at++) {
        char c = *r->at;
        if (quote) {
            if (c == quote) quote = 0;
            continue;
        }
        if (c == '\'' || c == '"') quote = c;
        else if (c == '(' || c == '[' || c == '{') depth++;
        else if (depth && (c == ')' || c == ']' || c == '}')) depth--;
        else if (!depth && (c == ',' || c == '}')) break;
    }
    const char *end = r->at;
    while (end > begin && (end[-1] == ' ' || end[-1] == '\n')) end--;
    *piece = (Piece){begin, (int)(end - begin)};
    return end > begin && r->at < r->end;
}

static bool is_text(Piece piece, const char *text) {
    return piece.length == (int)strlen(text) && !memcmp(piece.bytes, text, (size_t)piece.length);
}

enum { KEY_DESCR, KEY_ORDER, KEY_SHAPE, KEY_COUNT };

/* The three values as they are written. */
static ArrStatus read_dict(Reader *r, Piece values[KEY_COUNT]) {
    static const char *const keys[KEY_COUNT] = {"descr", "fortran_order", "shape"};
    int seen = 0;
    Piece key, value;
    if (!take(r, '{')) return bad_header(r);
    while (!take(r, '}')) {
        if (!take_string(r, &key) || !take(r, ':') || !take_value(r, &value)) return bad_header(r);
        int which = 0;
        while (which < KEY_COUNT && !is_text(key, keys[which])) which++;
        seen |= 1 << which; /* KEY_COUNT: a fourth key */
        if (which < KEY_COUNT) values[which] = value;
        if (!take(r, ',')) {
            if (!take(r, '}')) return bad_header(r);
            break;
        }
    }
    skip_blanks(r);
    if (r->at < r->end) return bad_header(r);
    if (seen == (1 << KEY_COUNT) - 1) return ARR_OK;
    return error_set(r->base, ERROR_VALUE,
                     "Header does not contain the correct keys: 'descr', 'fortran_order', 'shape'");
}

static ArrStatus read_order(Base *base, Piece value, bool *fortran) {
    *fortran = is_text(value, "True");
    if (*fortran || is_text(value, "False")) return ARR_OK;
    return error_set(base, ERROR_VALUE, "fortran_order is not a valid bool: %.*s", value.length,
                     value.bytes);
}

static ArrStatus bad_shape(Base *base, Piece value) {
    return error_set(base, ERROR_VALUE, "shape is not valid: %.*s", value.length, value.bytes);
}

static bool read_extent(Reader *r, bool *large, int64_t *extent) {
    skip_blanks(r);
    const char *begin = r->at;
    *extent = 0;
    for (; r->at < r->end && *r->at >= '0' && *r->at <= '9'; r->at++)
        *large |= __builtin_mul_overflow(*extent, 10, extent) ||
                  __builtin_add_overflow(*extent, *r->at - '0', extent);
    return r->at > begin;
}

static ArrStatus read_shape(Base *base, Piece value, NpyHeader *header) {
    Reader r = {.at = value.bytes, .end = value.bytes + value.length};
    bool large = false, comma = false;
    int64_t extent;
    header->ndim = 0;
    if (!take(&r, '(')) return bad_shape(base, value);
    while (!take(&r, ')')) {
        if ((header->ndim && !comma) || !read_extent(&r, &large, &extent))
            return bad_shape(base, value);
        if (header->ndim == ARR_MAX_NDIM)
            return error_set(base, ERROR_VALUE,
                             "maximum supported dimension for an ndarray is "
                             "currently %d",
                             ARR_MAX_NDIM);
        header->shape[header->ndim++] = extent;
        comma = take(&r, ',');
    }
    skip_blanks(&r);
    if (r.at < r.end || (header->ndim == 1 && !comma)) return bad_shape(base, value);
    if (large) return error_set(base, ERROR_OVERFLOW, "Python int too large to convert to C long");
    return ARR_OK;
}

static ArrStatus bad_descr(Base *base, Piece value) {
    return error_set(base, ERROR_VALUE, "descr is not a valid dtype descriptor: %.*s", value.length,
                     value.bytes);
}

static ArrStatus lacking(Base *base, Piece value, const char *what) {
    return error_set(base, ERROR_NOT_IMPLEMENTED, "arrays of %s (%.*s) are not in arr", what,
                     value.length, value.bytes);
}

/* '<f8' and the like: byte order, kind, bytes. */
static ArrStatus read_descr(Base *base, Piece value, ArrDtype *dtype) {
    Reader r = {.at = value.bytes, .end = value.bytes + value.length};
    Piece text;
    if (value.length && value.bytes[0] == '[') return lacking(base, value, "structured types");
    if (!take_string(&r, &text) || text.length < 2) return bad_descr(base, value);
    char order = text.bytes[0];
    bool has_order = order == '<' || order == '>' || order == '|' || order == '=';
    char kind = text.bytes[has_order];
    Reader size = {.at = text.bytes + has_order + 1, .end = text.bytes + text.length};
    int64_t itemsize = 0;
    bool large = false, sized = read_extent(&size, &large, &itemsize) && size.at == size.end;
    if (kind == 'O' && text.length == has_order + 1)
        return error_set(base, ERROR_VALUE,
                         "Object arrays cannot be loaded when allow_pickle=False");
    if (kind == 'U' || kind == 'S' || kind == 'V' || kind == 'M' || kind == 'm')
        return lacking(base, value, "texts, records or times");
    for (int d = 0; sized && !large && d < ARR_DTYPE_COUNT; d++) {
        if (dtype_info[d].itemsize != itemsize || kind_letter((ArrDtype)d) != kind) continue;
        *dtype = (ArrDtype)d;
        return order == '>' && itemsize > 1 ? lacking(base, value, "big-endian numbers") : ARR_OK;
    }
    if (kind == 'f' && (itemsize == 2 || itemsize == 16))
        return lacking(base, value, "such floats");
    return bad_descr(base, value);
}

ArrStatus npy_parse(Base *base, const char *text, int64_t length, NpyHeader *header) {
    Reader r = {base, text, text + length, text, length};
    Piece values[KEY_COUNT];
    ArrStatus status = read_dict(&r, values);
    if (!status) status = read_shape(base, values[KEY_SHAPE], header);
    if (!status) status = read_order(base, values[KEY_ORDER], &header->fortran_order);
    return status ? status : read_descr(base, values[KEY_DESCR], &header->dtype);
}
