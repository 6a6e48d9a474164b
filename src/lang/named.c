/* Named tuples: the results of functions that give several arrays. They are
 * tuples with a type name and names of their items. */
#include "arrays.h"

#include <string.h>

struct TupleType {
    const char *name, *fields[4];
};

static const TupleType tuple_types[] = {
    {"QRResult", {"Q", "R"}},
    {"SVDResult", {"U", "S", "Vh"}},
    {"EighResult", {"eigenvalues", "eigenvectors"}},
    {"EigResult", {"eigenvalues", "eigenvectors"}},
    {"SlogdetResult", {"sign", "logabsdet"}},
    {"UniqueCountsResult", {"values", "counts"}},
    {"UniqueInverseResult", {"values", "inverse_indices"}},
    {"UniqueAllResult", {"values", "indices", "inverse_indices", "counts"}},
};

ArrStatus named_tuple_new(ArrState *state, const char *name, const Value *items, int64_t count,
                          Value *result) {
    ArrStatus status = sequence_new(state, VALUE_TUPLE, items, count, result);
    if (status) return status;
    for (size_t i = 0; i < sizeof tuple_types / sizeof *tuple_types; i++)
        if (!strcmp(tuple_types[i].name, name))
            VALUE_AS(SequenceObject, *result)->type = &tuple_types[i];
    return ARR_OK;
}

const char *named_tuple_name(const SequenceObject *tuple) {
    return tuple->type ? tuple->type->name : NULL;
}

const char *named_tuple_field(const SequenceObject *tuple, int64_t index) {
    return tuple->type->fields[index];
}

const Value *named_tuple_find(const SequenceObject *tuple, const char *name, int64_t length) {
    for (int64_t i = 0; tuple->type && i < tuple->count; i++) {
        const char *field = tuple->type->fields[i];
        if ((int64_t)strlen(field) == length && !memcmp(field, name, (size_t)length))
            return &tuple->items[i];
    }
    return NULL;
}
