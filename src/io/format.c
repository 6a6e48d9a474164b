/* Printing arrays as NumPy does (see format.h). The elements to be shown are
 * pulled at once, the format is chosen from them, then rows are written.
 * Nothing here records work. */
#include "format.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "format_float.h"
#include "number.h"

const FormatOptions format_defaults = {
    .precision = 8, .threshold = 1000, .edgeitems = 3, .linewidth = 75,
    .sign = '-', .nanstr = "nan", .infstr = "inf"};

/* --- the elements to be shown ------------------------------------------------- */

typedef struct Shown {
    ArrDtype dtype;
    int ndim;
    int64_t edge;                  /* items shown at either end of a long axis; 0: no axis is cut */
    int64_t count;                 /* elements shown */
    int64_t size;                  /* bytes of data */
    unsigned char *data;           /* they, in C order */
    const int64_t *shape;          /* the array's */
} Shown;

static bool axis_is_cut(const Shown *shown, int axis) {
    return shown->edge > 0 && shown->shape[axis] > 2 * shown->edge;
}

/* A view of the corners: a cut axis becomes two, of which the first steps from
 * the leading to the trailing items; so one pull brings them all. Axes of
 * extent 1 are dropped, which keeps the others below ARR_MAX_NDIM. */
static ArrStatus corners_view(ArrayPool *pool, const Array *a, Shown *shown, Array **view) {
    int64_t shape[2 * ARR_MAX_NDIM], strides[2 * ARR_MAX_NDIM];
    int ndim = 0;
    for (int i = 0; i < a->ndim; i++) {
        int64_t stride = array_strides(a)[i], extent = array_shape(a)[i];
        if (axis_is_cut(shown, i)) {
            shape[ndim] = 2;
            strides[ndim++] = (extent - shown->edge) * stride;
            extent = shown->edge;
        }
        if (extent == 1) continue;
        shape[ndim] = extent;
        strides[ndim++] = stride;
    }
    return array_view(pool, a, a->dtype, a->offset, ndim, shape, strides, view);
}

static ArrStatus shown_allocate(Base *base, Shown *shown, const Array *corners) {
    shown->count = corners->size;
    shown->size = arr_nbytes(corners->ndim, array_shape(corners), array_itemsize(corners));
    shown->data = shown->size < 0 ? NULL : heap_alloc(&base->heap, (size_t)shown->size);
    if (shown->data) return ARR_OK;
    return error_memory(base, shown->size < 0 ? INT64_MAX : shown->size, "the elements to print");
}

static void shown_free(Base *base, Shown *shown) {
    heap_free(&base->heap, shown->data, (size_t)shown->size);
}

static bool is_summarised(const FormatOptions *options, const Array *a) {
    return a->size > options->threshold;
}

static ArrStatus shown_pull(Exec *exec, Base *base, ArrayPool *pool, const FormatOptions *options,
                            Array *a, Shown *shown) {
    *shown = (Shown){.dtype = a->dtype, .ndim = a->ndim, .shape = array_shape(a)};
    /* set_printoptions(edgeitems=0) would show what was not pulled */
    if (is_summarised(options, a)) shown->edge = options->edgeitems > 0 ? options->edgeitems : 1;
    Array *corners;
    ArrStatus status = corners_view(pool, a, shown, &corners);
    if (status) return status;
    status = shown_allocate(base, shown, corners);
    if (!status) status = pull(exec, PULL_PRINT, corners, shown->data);
    array_release(pool, corners);
    if (status) shown_free(base, shown);
    return status;
}

/* --- one element ---------------------------------------------------------------- */

typedef struct ElementFormat {
    ArrayKind kind;
    int width;        /* of bools and ints */
    char sign;        /* of ints: before what is not negative, or '-' */
    FloatFormat real; /* also of the real parts */
    FloatFormat imag;
} ElementFormat;

static ArrConst shown_element(const Shown *shown, int64_t i) {
    ArrConst value = {.dtype = shown->dtype};
    size_t itemsize = dtype_info[shown->dtype].itemsize;
    memcpy(value.bytes, shown->data + (size_t)i * itemsize, itemsize);
    return value;
}

/* Decimal text of an integer of any type; returns its length. */
static int integer_text(char text[NUMBER_TEXT], ArrConst value) {
    if (value.dtype == ARR_UINT64)
        return snprintf(text, NUMBER_TEXT, "%" PRIu64, value.u8);
    return snprintf(text, NUMBER_TEXT, "%" PRId64, const_cast(value, ARR_INT64).i8);
}

/* The sign option takes room before the largest only. */
static void integer_format(const FormatOptions *options, const Shown *shown,
                           ElementFormat *format) {
    char text[NUMBER_TEXT];
    int widest = 0, widest_positive = 0;
    bool any_positive = false, any_negative = false;
    for (int64_t i = 0; i < shown->count; i++) {
        int width = integer_text(text, shown_element(shown, i));
        if (widest < width) widest = width;
        any_negative |= text[0] == '-';
        if (text[0] == '-') continue;
        any_positive = true;
        if (widest_positive < width) widest_positive = width;
    }
    format->sign = options->sign == ' ' && any_negative ? '-' : options->sign;
    if (any_positive && format->sign != '-') widest_positive++;
    format->width = widest > widest_positive ? widest : widest_positive;
}

static FloatColumn shown_column(const Shown *shown, bool imag) {
    int64_t itemsize = dtype_info[shown->dtype].itemsize;
    bool is_complex = dtype_info[shown->dtype].kind == KIND_COMPLEX;
    return (FloatColumn){.first = shown->data + (imag ? itemsize / 2 : 0),
                         .count = shown->count,
                         .stride = itemsize,
                         .is_float32 = itemsize == (is_complex ? 8 : 4)};
}

static ElementFormat element_format(const FormatOptions *options, const Shown *shown) {
    ElementFormat format = {.kind = dtype_info[shown->dtype].kind};
    switch (format.kind) {
    case KIND_BOOL: format.width = shown->ndim > 0 ? 5 : 0; break;
    case KIND_INT:
    case KIND_UINT: integer_format(options, shown, &format); break;
    case KIND_COMPLEX:
        format.imag = format_float_make(options, shown_column(shown, true), '+');
        /* fall through */
    case KIND_FLOAT: format.real = format_float_make(options, shown_column(shown, false), options->sign);
    }
    return format;
}

static void write_padded(Text *text, const char *word, int width) {
    text_fill(text, ' ', width - (int)strlen(word));
    text_adds(text, word);
}

static void write_plain(Text *text, const ElementFormat *format, ArrConst value) {
    char digits[NUMBER_TEXT + 1];
    switch (format->kind) {
    case KIND_BOOL: write_padded(text, value.b ? "True" : "False", format->width); break;
    case KIND_INT:
    case KIND_UINT:
        integer_text(digits + 1, value);
        digits[0] = format->sign;
        write_padded(text, digits + (format->sign == '-' || digits[1] == '-'), format->width);
        break;
    case KIND_FLOAT:
        format_float_write(&format->real, text, const_cast(value, ARR_FLOAT64).f8, "");
        break;
    case KIND_COMPLEX:
        value = const_cast(value, ARR_COMPLEX128);
        format_float_write(&format->real, text, value.c16[0], "");
        format_float_write(&format->imag, text, value.c16[1], "j");
        break;
    }
}

static ArrStatus write_element(const FormatOptions *options, const ElementFormat *format,
                               ArrConst value, Text *text) {
    bool written = false;
    ArrStatus status =
        options->write ? options->write(options->user, value, text, &written) : ARR_OK;
    if (!status && !written) write_plain(text, format, value);
    return status;
}

/* --- rows and brackets ------------------------------------------------------------ */

typedef struct Printer {
    Base *base;
    const Shown *shown;
    const FormatOptions *options;
    const ElementFormat *format;
    Text *text;
    Text word;           /* one element */
    const char *comma;   /* after an element: " " or ", " */
    int64_t line_start;  /* where column 0 of the current line is in text */
    int64_t next;        /* the element to be written */
    int prefix;          /* columns before the first bracket */
    int64_t margin;      /* columns of a line, room for closing brackets taken off */
} Printer;

static void trim_line(Printer *p) {
    Text *text = p->text;
    if (text->failed) return;
    while (text->length > 0 && text->bytes[text->length - 1] == ' ') text->length--;
}

static void new_lines(Printer *p, int count, int indent) {
    trim_line(p);
    text_fill(p->text, '\n', count);
    p->line_start = p->text->length;
    text_fill(p->text, ' ', indent);
}

/* A word goes to the next line if it would pass the margin, unless it is the
 * first of its line. */
static void add_word(Printer *p, const char *word, int64_t length, int indent) {
    int64_t column = p->text->length - p->line_start;
    if (column + length > p->margin && column > indent) new_lines(p, 1, indent);
    text_add(p->text, word, length);
}

static ArrStatus add_next_element(Printer *p, int indent) {
    p->word.length = 0;
    ArrStatus status =
        write_element(p->options, p->format, shown_element(p->shown, p->next++), &p->word);
    if (p->word.failed) p->text->failed = true;
    if (!status) add_word(p, text_string(&p->word), p->word.length, indent);
    return status;
}

static ArrStatus add_row(Printer *p, int axis, int indent) {
    bool cut = axis_is_cut(p->shown, axis);
    int64_t count = cut ? 2 * p->shown->edge : p->shown->shape[axis];
    ArrStatus status = ARR_OK;
    for (int64_t i = 0; i < count && !status; i++) {
        if (i > 0) text_adds(p->text, p->comma);
        if (cut && i == p->shown->edge) {
            add_word(p, "...", 3, indent);
            text_adds(p->text, p->comma);
        }
        status = add_next_element(p, indent);
    }
    return status;
}

static void separate_blocks(Printer *p, int axis, int indent) {
    text_adds(p->text, p->comma);
    new_lines(p, p->shown->ndim - 1 - axis, indent);
}

/* Depth is bounded by ARR_MAX_NDIM. */
static ArrStatus add_axis(Printer *p, int axis) {
    const Shown *shown = p->shown;
    int indent = p->prefix + axis + 1;
    ArrStatus status = base_check_interrupt(p->base);
    if (status) return status;
    text_addc(p->text, '[');
    if (axis == shown->ndim - 1) {
        status = add_row(p, axis, indent);
    } else {
        bool cut = axis_is_cut(shown, axis);
        int64_t count = cut ? 2 * shown->edge : shown->shape[axis];
        for (int64_t i = 0; i < count && !status; i++) {
            if (i > 0) separate_blocks(p, axis, indent);
            if (cut && i == shown->edge) {
                text_adds(p->text, "...");
                separate_blocks(p, axis, indent);
            }
            status = add_axis(p, axis + 1);
        }
    }
    text_addc(p->text, ']');
    return status;
}

static ArrStatus print_shown(Base *base, const FormatOptions *options, const Shown *shown,
                             const char *comma, int prefix, int suffix, Text *text) {
    ElementFormat format = element_format(options, shown);
    int64_t closing = (int64_t)strlen(comma); /* of the separator or a bracket, without blanks */
    while (closing > 1 && comma[closing - 1] == ' ') closing--;
    if (closing < 1) closing = 1;
    Printer p = {.base = base, .shown = shown, .options = options, .format = &format, .text = text,
                 .word = text_new(&base->heap), .comma = comma, .prefix = prefix,
                 .line_start = text->length - prefix,
                 .margin = options->linewidth - suffix - (shown->ndim - 1) - closing};
    ArrStatus status = ARR_OK;
    if (shown->ndim == 0)
        status = write_element(options, &format, shown_element(shown, 0), text);
    else
        status = add_axis(&p, 0);
    text_free(&p.word);
    if (!status && text->failed) status = error_memory(base, text->length, "printed text");
    return status;
}

/* prefix, suffix: widths of what stands before and after on the same line. */
static ArrStatus print_array(Exec *exec, Base *base, ArrayPool *pool, const FormatOptions *options,
                             Array *a, const char *comma, int prefix, int suffix, Text *text) {
    if (a->size == 0) {
        text_adds(text, "[]");
        return ARR_OK;
    }
    Shown shown;
    ArrStatus status = shown_pull(exec, base, pool, options, a, &shown);
    if (status) return status;
    status = print_shown(base, options, &shown, comma, prefix, suffix, text);
    shown_free(base, &shown);
    return status;
}

/* --- str and repr ------------------------------------------------------------------ */

ArrStatus format_array_str(Exec *exec, Base *base, ArrayPool *pool, const FormatOptions *options,
                           Array *a, Text *text) {
    if (a->ndim > 0) return print_array(exec, base, pool, options, a, " ", 0, 0, text);
    ArrConst value;
    ArrStatus status = pull_scalar(exec, PULL_PRINT, a, &value);
    if (!status) number_scalar_str(text, value);
    return status;
}

ArrStatus format_array_text(Exec *exec, Base *base, ArrayPool *pool, const FormatOptions *options,
                            Array *a, int prefix, int suffix, Text *text) {
    return print_array(exec, base, pool, options, a, options->separator, prefix, suffix, text);
}

/* "shape=(1001,), dtype=float32" or what of it the elements do not tell. */
static void add_extras(const FormatOptions *options, const Array *a, Text *extras) {
    bool empty_vector = a->ndim == 1 && a->size == 0;
    if ((a->size == 0 && !empty_vector) || is_summarised(options, a)) {
        text_adds(extras, "shape=(");
        for (int i = 0; i < a->ndim; i++)
            text_addf(extras, "%s%" PRId64, i ? ", " : "", array_shape(a)[i]);
        text_adds(extras, a->ndim == 1 ? ",)" : ")");
    }
    bool implied = a->dtype == ARR_BOOL || a->dtype == ARR_INT64 || a->dtype == ARR_FLOAT64 ||
                   a->dtype == ARR_COMPLEX128;
    if (implied && a->size > 0) return;
    text_addf(extras, "%sdtype=%s", extras->length ? ", " : "", dtype_info[a->dtype].name);
}

static int64_t last_line_length(const Text *text, int64_t start) {
    int64_t i = text->length;
    while (i > start && text->bytes[i - 1] != '\n') i--;
    return text->length - i;
}

/* Extras go to a line of their own if they would pass the margin. */
static void append_extras(const FormatOptions *options, Text *text, int64_t start, int indent,
                          const Text *extras) {
    text_addc(text, ',');
    if (text->failed) return;
    if (last_line_length(text, start) + extras->length + 2 > options->linewidth) {
        text_addc(text, '\n');
        text_fill(text, ' ', indent);
    } else {
        text_addc(text, ' ');
    }
    text_add(text, text_string(extras), extras->length);
}

ArrStatus format_array_repr(Exec *exec, Base *base, ArrayPool *pool, const FormatOptions *options,
                            Array *a, Text *text) {
    enum { PREFIX = 6 }; /* "array(" */
    int64_t start = text->length;
    text_adds(text, "array(");
    ArrStatus status = print_array(exec, base, pool, options, a, ", ", PREFIX, 1, text);
    if (status) return status;
    Text extras = text_new(&base->heap);
    add_extras(options, a, &extras);
    if (extras.length) append_extras(options, text, start, PREFIX, &extras);
    if (extras.failed) text->failed = true;
    text_free(&extras);
    text_addc(text, ')');
    return text->failed ? error_memory(base, text->length, "printed text") : ARR_OK;
}
