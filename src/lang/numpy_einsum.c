/* np.einsum: its subscripts, as text or as lists, become labels of axes (see
 * graph/einsum.h). Errors are found in NumPy's order and have its words. */
#include "../graph/einsum.h"
#include "arrays.h"

#include <string.h>

enum { MOST_OPERANDS = 62 };

typedef struct Einsum {
    ArrState *state;
    int count;
    EinsumTerm terms[MOST_OPERANDS]; /* array: one reference each */
    EinsumTerm out;                  /* array NULL */
    int broadcast;                   /* the most axes that an ellipsis stands for */
} Einsum;

static bool is_letter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static ArrStatus subscript_error(Einsum *e, char c) {
    return error_set(&e->state->base, ERROR_VALUE,
                     "invalid subscript '%c' in einstein sum subscripts string, subscripts must be "
                     "letters",
                     c);
}

static ArrStatus ellipsis_error(Einsum *e, int operand) {
    if (operand < 0)
        return error_set(&e->state->base, ERROR_VALUE,
                         "einstein sum subscripts string contains a '.' that is not part of an "
                         "ellipsis ('...') in the output");
    return error_set(&e->state->base, ERROR_VALUE,
                     "einstein sum subscripts string contains a '.' that is not part of an "
                     "ellipsis ('...') in operand %d",
                     operand);
}

/* --- the text ------------------------------------------------------------------------ */

/* The labels of an ellipsis of n axes go in at place `at` of the term. */
static void insert_broadcast(EinsumTerm *term, int at, int n) {
    memmove(term->labels + at + n, term->labels + at, (size_t)(term->ndim - at));
    for (int i = 0; i < n; i++) term->labels[at + i] = (uint8_t)(EINSUM_BROADCAST + n - 1 - i);
    term->ndim += n;
}

static ArrStatus parse_operand(Einsum *e, int k, const char *text, size_t length) {
    EinsumTerm *term = &e->terms[k];
    int ellipsis = -1, ndim = term->array->ndim;
    for (size_t i = 0; i < length; i++) {
        if (is_letter(text[i])) {
            if (term->ndim >= ndim)
                return error_set(&e->state->base, ERROR_VALUE,
                                 "einstein sum subscripts string contains too many subscripts for "
                                 "operand %d",
                                 k);
            term->labels[term->ndim++] = (uint8_t)text[i];
        } else if (text[i] == '.') {
            if (ellipsis >= 0 || i + 2 >= length || text[i + 1] != '.' || text[i + 2] != '.')
                return ellipsis_error(e, k);
            ellipsis = term->ndim;
            i += 2;
        } else if (text[i] != ' ') {
            return subscript_error(e, text[i]);
        }
    }
    if (ellipsis < 0 && term->ndim != ndim)
        return error_set(&e->state->base, ERROR_VALUE,
                         "operand has more dimensions than subscripts given in einstein sum, but "
                         "no '...' ellipsis provided to broadcast the extra dimensions.");
    if (ellipsis < 0) return ARR_OK;
    int broadcast = ndim - term->ndim;
    insert_broadcast(term, ellipsis, broadcast);
    if (broadcast > e->broadcast) e->broadcast = broadcast;
    return ARR_OK;
}

static int count_label(const Einsum *e, uint8_t label) {
    int count = 0;
    for (int k = 0; k < e->count; k++)
        for (int i = 0; i < e->terms[k].ndim; i++) count += e->terms[k].labels[i] == label;
    return count;
}

static ArrStatus too_many(Einsum *e) {
    return error_set(&e->state->base, ERROR_VALUE,
                     "einstein sum subscripts string contains too many subscripts in the output");
}

/* No "->": the ellipsis, then the labels that occur once, in alphabetical order. */
static ArrStatus imply_output(Einsum *e) {
    insert_broadcast(&e->out, 0, e->broadcast);
    for (uint8_t label = 'A'; label <= 'z'; label++) {
        if (!is_letter((char)label) || count_label(e, label) != 1) continue;
        if (e->out.ndim == ARR_MAX_NDIM) return too_many(e);
        e->out.labels[e->out.ndim++] = label;
    }
    return ARR_OK;
}

static ArrStatus add_output_label(Einsum *e, char label) {
    if (memchr(e->out.labels, label, (size_t)e->out.ndim))
        return error_set(&e->state->base, ERROR_VALUE,
                         "einstein sum subscripts string includes output subscript '%c' multiple "
                         "times",
                         label);
    if (!count_label(e, (uint8_t)label))
        return error_set(&e->state->base, ERROR_VALUE,
                         "einstein sum subscripts string included output subscript '%c' which "
                         "never appeared in an input",
                         label);
    e->out.labels[e->out.ndim++] = (uint8_t)label; /* 52 at most */
    return ARR_OK;
}

static ArrStatus parse_output(Einsum *e, const char *text) {
    int ellipsis = -1;
    ArrStatus status = ARR_OK;
    for (; *text && !status; text++) {
        if (is_letter(*text)) status = add_output_label(e, *text);
        else if (*text == '.') {
            if (ellipsis >= 0 || text[1] != '.' || text[2] != '.') return ellipsis_error(e, -1);
            ellipsis = e->out.ndim;
            text += 2;
        } else if (*text != ' ') {
            return subscript_error(e, *text);
        }
    }
    if (status) return status;
    if (ellipsis < 0 && e->broadcast > 0)
        return error_set(&e->state->base, ERROR_VALUE,
                         "output has more dimensions than subscripts given in einstein sum, but no "
                         "'...' ellipsis provided to broadcast the extra dimensions.");
    if (e->out.ndim + e->broadcast > ARR_MAX_NDIM) return too_many(e);
    if (ellipsis >= 0) insert_broadcast(&e->out, ellipsis, e->broadcast);
    return ARR_OK;
}

static ArrStatus parse_subscripts(Einsum *e, const char *text) {
    for (int k = 0; k < e->count; k++) {
        size_t length = strcspn(text, ",-");
        bool last = k == e->count - 1;
        if (last != (text[length] != ',')) /* the words are NumPy's */
            return error_set(&e->state->base, ERROR_VALUE,
                             "%s operands provided to einstein sum function than specified in the "
                             "subscripts string",
                             last ? "more" : "fewer");
        ArrStatus status = parse_operand(e, k, text, length);
        if (status) return status;
        text += length + !last;
    }
    if (!*text) return imply_output(e);
    if (text[0] != '-' || text[1] != '>')
        return error_set(&e->state->base, ERROR_VALUE,
                         "einstein sum subscript string does not contain proper '->' output "
                         "specified");
    return parse_output(e, text + 2);
}

/* --- lists of subscripts ----------------------------------------------------------------- */

static ArrStatus add_list(ArrState *state, Value list, Text *text) {
    bool sequence = list.kind == VALUE_LIST || list.kind == VALUE_TUPLE;
    int64_t count = sequence ? VALUE_AS(SequenceObject, list)->count : 1;
    for (int64_t i = 0; i < count; i++) {
        Value v = sequence ? VALUE_AS(SequenceObject, list)->items[i] : list;
        if (v.kind == VALUE_ELLIPSIS && sequence) {
            text_adds(text, "...");
            continue;
        }
        if (v.kind != VALUE_INT || !sequence)
            return error_set(&state->base, ERROR_TYPE,
                             "each subscript must be either an integer or an ellipsis");
        if (v.integer < 0 || v.integer >= 52)
            return error_set(&state->base, ERROR_VALUE,
                             "subscript is not within the valid range [0, 52)");
        text_addc(text, (char)(v.integer < 26 ? 'A' + v.integer : 'a' + v.integer - 26));
    }
    return ARR_OK;
}

/* --- operands -------------------------------------------------------------------------------- */

static ArrStatus add_operand(Einsum *e, Value v) {
    if (e->count == MOST_OPERANDS)
        return error_set(&e->state->base, ERROR_VALUE, "too many operands");
    ArrStatus status = convert_array(e->state, v, -1, &e->terms[e->count].array);
    if (!status) e->count++;
    return status;
}

/* a, [0, 1], b, [1, 2] and perhaps [0, 2]: as text. */
static ArrStatus read_lists(Einsum *e, const SequenceObject *values, Text *text) {
    if (values->count < 2)
        return error_set(&e->state->base, ERROR_VALUE,
                         "must provide at least an operand and a subscripts list to einsum");
    ArrStatus status = ARR_OK;
    for (int64_t i = 0; i + 1 < values->count && !status; i += 2) {
        if (i) text_addc(text, ',');
        status = add_operand(e, values->items[i]);
        if (!status) status = add_list(e->state, values->items[i + 1], text);
    }
    if (status || values->count % 2 == 0) return status;
    text_adds(text, "->");
    return add_list(e->state, values->items[values->count - 1], text);
}

static ArrStatus read_arguments(Einsum *e, const SequenceObject *values, Text *text) {
    if (values->count == 0)
        return error_set(
            &e->state->base, ERROR_VALUE,
            "must specify the einstein sum subscripts string and at least one operand, "
            "or at least one operand and its corresponding subscripts list");
    if (values->items[0].kind != VALUE_STRING) return read_lists(e, values, text);
    if (values->count == 1)
        return error_set(&e->state->base, ERROR_VALUE,
                         "must specify the einstein sum subscripts string and at least one "
                         "operand");
    const StringObject *subscripts = VALUE_AS(StringObject, values->items[0]);
    text_add(text, subscripts->bytes, subscripts->length);
    ArrStatus status = ARR_OK;
    for (int64_t i = 1; i < values->count && !status; i++)
        status = add_operand(e, values->items[i]);
    return status;
}

/* --- types -------------------------------------------------------------------------------------
 */

static bool may_cast(const char *casting, ArrDtype from, ArrDtype to) {
    if (!strcmp(casting, "unsafe")) return true;
    if (!strcmp(casting, "same_kind")) return dtype_same_kind_cast(from, to);
    if (!strcmp(casting, "safe")) return dtype_safe_cast(from, to);
    return from == to;
}

static ArrStatus read_casting(ArrState *state, Value v, const char **casting) {
    static const char *const known[] = {"no", "equiv", "safe", "same_kind", "unsafe"};
    *casting = "safe";
    if (v.kind == VALUE_UNDEFINED) return ARR_OK;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (v.kind == VALUE_STRING && !strcmp(VALUE_AS(StringObject, v)->bytes, known[i])) {
            *casting = known[i];
            return ARR_OK;
        }
    if (v.kind != VALUE_STRING)
        return error_set(&state->base, ERROR_TYPE, "casting must be a string");
    return error_set(&state->base, ERROR_VALUE,
                     "casting must be one of 'no', 'equiv', 'safe', 'same_kind', or 'unsafe' (got "
                     "'%s')",
                     VALUE_AS(StringObject, v)->bytes);
}

/* All operands in one type: dtype, or the one that they promote to. */
static ArrStatus unify(Einsum *e, int wanted, const char *casting) {
    ArrDtype dtype = (ArrDtype)e->terms[0].array->dtype;
    for (int k = 1; k < e->count; k++)
        dtype = dtype_promote(dtype, (ArrDtype)e->terms[k].array->dtype);
    if (wanted >= 0) dtype = (ArrDtype)wanted;
    for (int k = 0; k < e->count; k++) {
        Array *a = e->terms[k].array, *cast;
        if (a->dtype == dtype) continue;
        if (wanted >= 0 && !may_cast(casting, (ArrDtype)a->dtype, dtype))
            return error_set(&e->state->base, ERROR_TYPE,
                             "Iterator operand %d dtype could not be cast from dtype('%s') to "
                             "dtype('%s') according to the rule '%s'",
                             k, dtype_info[a->dtype].name, dtype_info[dtype].name, casting);
        ArrStatus status = graph_copy(&e->state->graph, a, dtype, 'K', &cast);
        if (status) return status;
        array_release(&e->state->graph.arrays, a);
        e->terms[k].array = cast;
    }
    return ARR_OK;
}

/* Is the result nothing but a view of the only operand? NumPy then ignores dtype=. */
static bool is_view(const Einsum *e) {
    if (e->count != 1) return false;
    for (int i = 0; i < e->terms[0].ndim; i++)
        if (!memchr(e->out.labels, e->terms[0].labels[i], (size_t)e->out.ndim)) return false;
    return true;
}

/* --- the call ------------------------------------------------------------------------------------
 */

/* Moves the result to out. */
static ArrStatus deliver(ArrState *state, Array *found, Array *out, const char *casting, int count,
                         Array **result) {
    Graph *graph = &state->graph;
    char own[SHAPE_TEXT], wanted[SHAPE_TEXT];
    ArrStatus status = ARR_OK;
    *result = found;
    if (!out) return ARR_OK;
    bool fits = true;
    for (int i = 0; fits && i < out->ndim; i++) fits = array_shape(out)[i] == array_shape(found)[i];
    if (!fits)
        status = error_set(graph->base, ERROR_VALUE, "einsum: out has shape %s, the result %s",
                           shape_text(own, out->ndim, array_shape(out)),
                           shape_text(wanted, found->ndim, array_shape(found)));
    else if (!may_cast(casting, (ArrDtype)found->dtype, (ArrDtype)out->dtype))
        status =
            error_set(graph->base, ERROR_TYPE,
                      "Iterator requested dtype could not be cast from dtype('%s') to "
                      "dtype('%s'), the operand %d dtype, according to the rule '%s'",
                      dtype_info[found->dtype].name, dtype_info[out->dtype].name, count, casting);
    if (!status) status = graph_assign(graph, out, operand_array(found));
    array_release(&graph->arrays, found);
    if (status) return status;
    array_retain(out);
    *result = out;
    return ARR_OK;
}

static ArrStatus check_order(ArrState *state, Value v) {
    if (v.kind == VALUE_UNDEFINED || v.kind == VALUE_NONE) return ARR_OK;
    if (v.kind == VALUE_STRING && VALUE_AS(StringObject, v)->length == 1 &&
        strchr("CFAKcfak", VALUE_AS(StringObject, v)->bytes[0]))
        return ARR_OK;
    return error_set(&state->base, ERROR_VALUE,
                     "order must be one of 'C', 'F', 'A', or 'K' (got '%s')",
                     v.kind == VALUE_STRING ? VALUE_AS(StringObject, v)->bytes : "?");
}

static ArrStatus compute(Einsum *e, const BuiltinCall *call, Text *text, Value *result) {
    ArrState *state = e->state;
    Array *out, *found;
    int dtype;
    const char *casting;
    ArrStatus status = convert_to_out(state, call->args[1], &out);
    if (!status) status = convert_to_dtype(state, call->args[3], &dtype);
    if (!status) status = check_order(state, call->args[4]);
    if (!status) status = read_casting(state, call->args[5], &casting);
    if (!status) status = read_arguments(e, VALUE_AS(SequenceObject, call->args[0]), text);
    if (!status && text->failed) status = error_memory(&state->base, text->length, "a text");
    if (!status) status = parse_subscripts(e, text_string(text));
    if (!status && !(is_view(e) && !out)) status = unify(e, dtype, casting);
    if (status) return status;
    if (out && out->ndim != e->out.ndim)
        return error_set(&state->base, ERROR_VALUE,
                         "out parameter does not have the correct number of dimensions, has %d but "
                         "should have %d",
                         out->ndim, e->out.ndim);
    e->out.array = out;
    int count = e->count;
    e->count = 0; /* their arrays go */
    status = graph_einsum(&state->graph, count, e->terms, &e->out, &found);
    if (!status) status = deliver(state, found, out, casting, count, &found);
    return give_array(status, &found, result);
}

static ArrStatus numpy_einsum(ArrState *state, const BuiltinCall *call, Value *result) {
    Einsum *e = heap_alloc_zeroed(&state->base.heap, sizeof *e);
    if (!e) return error_memory(&state->base, sizeof *e, "einsum");
    Text text = text_new(&state->base.heap);
    e->state = state;
    ArrStatus status = compute(e, call, &text, result);
    for (int k = 0; k < e->count; k++) array_release(&state->graph.arrays, e->terms[k].array);
    text_free(&text);
    heap_free(&state->base.heap, e, sizeof *e);
    return status;
}

const BuiltinRow numpy_einsum_rows[] = {
    {"einsum(*operands, out=None, optimize=False, dtype=None, order='K', casting='safe')",
     numpy_einsum,
     "Products of arrays summed over labelled axes: einsum('ij,jk->ik', a, b) is a @ b. A label "
     "twice in one operand names its diagonal, '...' stands for any axes; without '->' the labels "
     "that occur once are the result's, in alphabetical order. Or lists of ints behind each "
     "operand: einsum(a, [0, 1], b, [1, 2]). optimize= is not needed: products are made in an "
     "order that avoids large results.",
     0},
    {NULL, NULL, NULL, 0}};
