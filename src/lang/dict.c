/* Dicts (see dict.h). Deferred scalars are keys by their values: hashing one
 * pulls it (PULL_SIZE). */
#include "dict.h"

#include <math.h>
#include <string.h>
#include <xxhash.h>

#include "arrays.h"
#include "exception.h"
#include "operate.h"

enum { HASH_DEPTH = 1000 }; /* tuples in tuples */

/* --- keys ---------------------------------------------------------------------- */

static uint64_t mix(uint64_t x) {
    x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9u;
    x = (x ^ x >> 27) * 0x94D049BB133111EBu;
    return x ^ x >> 31;
}

/* Equal numbers of all types hash alike. */
static uint64_t hash_double(double x) {
    uint64_t bits;
    if (x >= -0x1p63 && x < 0x1p63 && x == floor(x)) return mix((uint64_t)(int64_t)x);
    memcpy(&bits, &x, sizeof bits);
    return mix(bits);
}

static uint64_t hash_bigint(ArrState *state, Value big) {
    double x;
    if (number_to_double(state, big, &x) == ARR_OK) return hash_double(x);
    error_clear(&state->base); /* too large for a double */
    return 1;
}

static ArrStatus key_plain(ArrState *state, Value key, int depth, Value *plain);

static ArrStatus plain_tuple(ArrState *state, Value key, int depth, Value *plain) {
    Value tuple;
    const SequenceObject *from = VALUE_AS(SequenceObject, key);
    if (depth > HASH_DEPTH)
        return error_set(&state->base, ERROR_RECURSION, "maximum recursion depth exceeded");
    ArrStatus status = sequence_new(state, VALUE_TUPLE, NULL, from->count, &tuple);
    Value *items = status ? NULL : VALUE_AS(SequenceObject, tuple)->items;
    for (int64_t i = 0; i < from->count && !status; i++)
        status = key_plain(state, from->items[i], depth + 1, &items[i]);
    if (!status) *plain = tuple;
    else if (items) value_release(state, tuple);
    return status;
}

/* The key with Python's numbers for NumPy's scalars, or TypeError. */
static ArrStatus key_plain(ArrState *state, Value key, int depth, Value *plain) {
    switch (key.kind) {
    case VALUE_ARRAY:
        if (key.array->scalar) return convert_to_host(state, PULL_SIZE, key.array, plain);
        break;
    case VALUE_TUPLE: return plain_tuple(state, key, depth, plain);
    case VALUE_LIST:
    case VALUE_DICT:
    case VALUE_DICT_VIEW:
    case VALUE_SLICE: break;
    default: value_retain(*plain = key); return ARR_OK;
    }
    return error_set(&state->base, ERROR_TYPE, "unhashable type: '%s'", value_type_name(key));
}

/* Of a plain key, whose tuples are not too deep. */
static uint64_t key_hash(ArrState *state, Value key) {
    switch (key.kind) {
    case VALUE_BOOL: return mix(key.boolean);
    case VALUE_INT: return mix((uint64_t)key.integer);
    case VALUE_FLOAT: return hash_double(key.number);
    case VALUE_BIGINT: return hash_bigint(state, key);
    case VALUE_COMPLEX: {
        const ComplexObject *z = VALUE_AS(ComplexObject, key);
        uint64_t real = hash_double(z->real);
        return z->imag == 0 ? real : mix(real + 3 * hash_double(z->imag));
    }
    case VALUE_STRING: {
        const StringObject *string = VALUE_AS(StringObject, key);
        return XXH3_64bits(string->bytes, (size_t)string->length);
    }
    case VALUE_TUPLE: {
        const SequenceObject *tuple = VALUE_AS(SequenceObject, key);
        uint64_t hash = 0x9E3779B97F4A7C15u;
        for (int64_t i = 0; i < tuple->count; i++)
            hash = mix(hash * 31 + key_hash(state, tuple->items[i]));
        return hash;
    }
    case VALUE_RANGE: return mix((uint64_t)VALUE_AS(RangeObject, key)->count);
    case VALUE_DTYPE: return mix((uint64_t)VALUE_AS(DtypeObject, key)->dtype + 7);
    case VALUE_METHOD: return mix((uint64_t)(uintptr_t)VALUE_AS(MethodObject, key)->function);
    case VALUE_NONE:
    case VALUE_ELLIPSIS: return mix(key.kind);
    default: return mix((uint64_t)(uintptr_t)key.object);
    }
}

/* A NaN finds itself. */
static ArrStatus keys_equal(ArrState *state, Value a, Value b, bool *equal) {
    bool word = a.kind == VALUE_INT || a.kind == VALUE_FLOAT || value_is_reference(a);
    *equal = a.kind == b.kind && word && a.integer == b.integer;
    return *equal ? ARR_OK : value_equal(state, a, b, equal);
}

/* --- the table ------------------------------------------------------------------ */

ArrStatus dict_new(ArrState *state, Value *result) {
    DictObject *dict = object_new(state, VALUE_DICT, sizeof *dict);
    if (!dict) return ARR_MEMORY;
    *result = value_object(&dict->head);
    return ARR_OK;
}

/* A key on its way into the table. */
typedef struct Key {
    Value plain; /* owned */
    uint64_t hash;
} Key;

static ArrStatus key_make(ArrState *state, Value value, Key *key) {
    ArrStatus status = key_plain(state, value, 0, &key->plain);
    if (!status) key->hash = key_hash(state, key->plain);
    return status;
}

/* The index's place of the key: it holds the entry, or -1 where it belongs. */
static ArrStatus probe(ArrState *state, const DictObject *dict, const Key *key, int64_t **place) {
    uint64_t mask = (uint64_t)dict->index_capacity - 1;
    for (uint64_t i = key->hash & mask;; i = (i + 1) & mask) {
        *place = &dict->index[i];
        if (**place < 0) return ARR_OK;
        const DictEntry *entry = &dict->entries[**place];
        if (entry->key.kind == VALUE_UNDEFINED || entry->hash != key->hash) continue;
        bool equal;
        ArrStatus status = keys_equal(state, entry->plain, key->plain, &equal);
        if (status || equal) return status;
    }
}

/* *entry NULL: the key is not there. */
static ArrStatus find(ArrState *state, const DictObject *dict, const Key *key, DictEntry **entry) {
    int64_t *place;
    *entry = NULL;
    if (!dict->count) return ARR_OK;
    ArrStatus status = probe(state, dict, key, &place);
    if (!status && *place >= 0) *entry = &dict->entries[*place];
    return status;
}

/* Closes the holes and fills a new index of this capacity. */
static void rebuild(DictObject *dict, int64_t *index, int64_t capacity) {
    int64_t kept = 0;
    for (int64_t i = 0; i < dict->used; i++)
        if (dict->entries[i].key.kind != VALUE_UNDEFINED) dict->entries[kept++] = dict->entries[i];
    dict->used = kept;
    memset(index, 0xFF, (size_t)capacity * sizeof *index);
    for (int64_t i = 0; i < kept; i++) {
        uint64_t at = dict->entries[i].hash & ((uint64_t)capacity - 1);
        while (index[at] >= 0) at = (at + 1) & ((uint64_t)capacity - 1);
        index[at] = i;
    }
    dict->index = index;
    dict->index_capacity = capacity;
}

/* Room for one more entry; the index is at most half full, holes included. */
static ArrStatus reserve(ArrState *state, DictObject *dict) {
    Heap *heap = &state->base.heap;
    if ((dict->used + 1) * 2 > dict->index_capacity) {
        int64_t capacity = 8;
        while (capacity < (dict->count + 1) * 4) capacity *= 2;
        int64_t *index = heap_alloc(heap, (size_t)capacity * sizeof *index);
        if (!index) return error_memory(&state->base, capacity * (int64_t)sizeof *index, "a dict");
        heap_free(heap, dict->index, (size_t)dict->index_capacity * sizeof *index);
        rebuild(dict, index, capacity);
    }
    if (heap_grow(heap, &dict->entries, &dict->capacity, dict->used + 1, sizeof *dict->entries))
        return ARR_OK;
    return error_memory(&state->base, (dict->used + 1) * (int64_t)sizeof *dict->entries, "a dict");
}

ArrStatus dict_get(ArrState *state, Value dict, Value key, Value *result) {
    Key made;
    DictEntry *entry;
    ArrStatus status = key_make(state, key, &made);
    if (status) return status;
    status = find(state, VALUE_AS(DictObject, dict), &made, &entry);
    value_release(state, made.plain);
    if (status) return status;
    *result = entry ? entry->value : value_undefined();
    value_retain(*result);
    return ARR_OK;
}

/* Takes key->plain's reference over. */
static ArrStatus insert(ArrState *state, DictObject *dict, Key *key, Value name, Value value) {
    int64_t *place;
    ArrStatus status = reserve(state, dict);
    if (!status) status = probe(state, dict, key, &place);
    if (status) {
        value_release(state, key->plain);
        return status;
    }
    value_retain(name);
    value_retain(value);
    *place = dict->used;
    dict->entries[dict->used++] = (DictEntry){name, key->plain, value, key->hash};
    dict->count++;
    return ARR_OK;
}

ArrStatus dict_set(ArrState *state, Value object, Value name, Value value) {
    DictObject *dict = VALUE_AS(DictObject, object);
    Key key;
    DictEntry *entry;
    ArrStatus status = key_make(state, name, &key);
    if (status) return status;
    status = find(state, dict, &key, &entry);
    if (!status && !entry) return insert(state, dict, &key, name, value);
    value_release(state, key.plain);
    if (status) return status;
    Value old = entry->value;
    value_retain(value);
    entry->value = value;
    value_release(state, old);
    return ARR_OK;
}

/* Takes an entry out and gives its value. */
static Value take(ArrState *state, DictObject *dict, DictEntry *entry) {
    DictEntry taken = *entry;
    *entry = (DictEntry){.hash = taken.hash};
    dict->count--;
    value_release(state, taken.key);
    value_release(state, taken.plain);
    return taken.value;
}

/* *value VALUE_UNDEFINED: the key is not there. */
static ArrStatus pop(ArrState *state, Value object, Value name, Value *value) {
    DictObject *dict = VALUE_AS(DictObject, object);
    Key key;
    DictEntry *entry;
    ArrStatus status = key_make(state, name, &key);
    if (status) return status;
    status = find(state, dict, &key, &entry);
    value_release(state, key.plain);
    if (!status) *value = entry ? take(state, dict, entry) : value_undefined();
    return status;
}

ArrStatus dict_item(ArrState *state, Value dict, Value key, Value *result) {
    ArrStatus status = dict_get(state, dict, key, result);
    if (status || result->kind != VALUE_UNDEFINED) return status;
    return exception_raise_about(state, ERROR_KEY, key);
}

ArrStatus dict_delete(ArrState *state, Value dict, Value key) {
    Value value;
    ArrStatus status = pop(state, dict, key, &value);
    if (status) return status;
    if (value.kind == VALUE_UNDEFINED) return exception_raise_about(state, ERROR_KEY, key);
    value_release(state, value);
    return ARR_OK;
}

void dict_clear(ArrState *state, DictObject *dict) {
    DictObject old = *dict;
    dict->entries = NULL;
    dict->index = NULL;
    dict->used = dict->capacity = dict->count = dict->index_capacity = 0;
    for (int64_t i = 0; i < old.used; i++) {
        value_release(state, old.entries[i].key);
        value_release(state, old.entries[i].plain);
        value_release(state, old.entries[i].value);
    }
    heap_free(&state->base.heap, old.entries, (size_t)old.capacity * sizeof *old.entries);
    heap_free(&state->base.heap, old.index, (size_t)old.index_capacity * sizeof *old.index);
}

/* --- parts, membership ------------------------------------------------------------ */

ArrStatus dict_part(ArrState *state, Value v, const DictEntry *entry, Value *result) {
    DictPart part = v.kind == VALUE_DICT ? DICT_KEYS : VALUE_AS(DictViewObject, v)->part;
    const Value pair[2] = {entry->key, entry->value};
    if (part != DICT_ITEMS) {
        value_retain(*result = pair[part == DICT_VALUES]);
        return ARR_OK;
    }
    value_retain(pair[0]);
    value_retain(pair[1]);
    return sequence_new(state, VALUE_TUPLE, pair, 2, result);
}

/* (key, value) in d.items() */
static ArrStatus contains_pair(ArrState *state, Value dict, Value item, bool *found) {
    const SequenceObject *pair = VALUE_AS(SequenceObject, item);
    Value value;
    if (item.kind != VALUE_TUPLE || pair->count != 2) return ARR_OK;
    ArrStatus status = dict_get(state, dict, pair->items[0], &value);
    if (status || value.kind == VALUE_UNDEFINED) return status;
    status = value_equal(state, value, pair->items[1], found);
    value_release(state, value);
    return status;
}

ArrStatus dict_contains(ArrState *state, Value v, Value item, bool *found) {
    Value value, dict = v.kind == VALUE_DICT ? v : VALUE_AS(DictViewObject, v)->dict;
    DictPart part = v.kind == VALUE_DICT ? DICT_KEYS : VALUE_AS(DictViewObject, v)->part;
    *found = false;
    if (part == DICT_ITEMS) return contains_pair(state, dict, item, found);
    if (part == DICT_KEYS) {
        ArrStatus status = dict_get(state, dict, item, &value);
        if (status) return status;
        *found = value.kind != VALUE_UNDEFINED;
        value_release(state, value);
        return ARR_OK;
    }
    ArrStatus status = ARR_OK;
    const DictObject *object = VALUE_AS(DictObject, dict);
    for (int64_t i = 0; i < object->used && !status && !*found; i++)
        if (object->entries[i].key.kind != VALUE_UNDEFINED)
            status = value_equal(state, object->entries[i].value, item, found);
    return status;
}

/* --- whole dicts -------------------------------------------------------------------- */

static ArrStatus update_from_dict(ArrState *state, Value dict, Value other) {
    ArrStatus status = ARR_OK;
    for (int64_t i = 0; i < VALUE_AS(DictObject, other)->used && !status; i++) {
        DictEntry entry = VALUE_AS(DictObject, other)->entries[i];
        if (entry.key.kind != VALUE_UNDEFINED)
            status = dict_set(state, dict, entry.key, entry.value);
    }
    return status;
}

static ArrStatus update_from_pair(ArrState *state, Value dict, Value item, int64_t number) {
    Value list;
    if (!value_is_iterable(item))
        return error_set(&state->base, ERROR_TYPE,
                         "cannot convert dictionary update sequence element #%lld to a sequence",
                         (long long)number);
    ArrStatus status = sequence_new(state, VALUE_LIST, NULL, 0, &list);
    if (status) return status;
    status = list_extend(state, list, item);
    const SequenceObject *pair = VALUE_AS(SequenceObject, list);
    if (!status && pair->count != 2)
        status =
            error_set(&state->base, ERROR_VALUE,
                      "dictionary update sequence element #%lld has length %lld; 2 is required",
                      (long long)number, (long long)pair->count);
    if (!status) status = dict_set(state, dict, pair->items[0], pair->items[1]);
    value_release(state, list);
    return status;
}

ArrStatus dict_update(ArrState *state, Value dict, Value other) {
    if (other.kind == VALUE_DICT) return update_from_dict(state, dict, other);
    Iterator it;
    ArrStatus status = iterator_begin(state, other, &it);
    if (status) return status;
    for (int64_t number = 0; !status; number++) {
        Value item;
        status = iterator_next(state, &it, &item);
        if (status || item.kind == VALUE_UNDEFINED) break;
        status = update_from_pair(state, dict, item, number);
        value_release(state, item);
    }
    iterator_end(state, &it);
    return status;
}

ArrStatus dict_merge(ArrState *state, Value a, Value b, Value *result) {
    Value merged;
    ArrStatus status = dict_new(state, &merged);
    if (status) return status;
    status = dict_update(state, merged, a);
    if (!status && b.kind != VALUE_UNDEFINED) status = dict_update(state, merged, b);
    if (status) value_release(state, merged);
    else *result = merged;
    return status;
}

/* dict(other, name=value, ...) */
ArrStatus dict_call(ArrState *state, const Arguments *arguments, Value *result) {
    int32_t given = arguments->count - arguments->keyword_count;
    Value dict;
    if (given > 1)
        return error_set(&state->base, ERROR_TYPE, "dict expected at most 1 argument, got %d",
                         given);
    ArrStatus status = dict_new(state, &dict);
    if (status) return status;
    if (given) status = dict_update(state, dict, arguments->values[0]);
    for (int32_t i = 0; i < arguments->keyword_count && !status; i++) {
        Value name;
        status =
            string_new(state, arguments->keywords[i].bytes, arguments->keywords[i].length, &name);
        if (status) break;
        status = dict_set(state, dict, name, arguments->values[given + i]);
        value_release(state, name);
    }
    if (status) value_release(state, dict);
    else *result = dict;
    return status;
}

/* --- methods -------------------------------------------------------------------------- */

static ArrStatus dict_method_get(ArrState *state, const BuiltinCall *call, Value *result) {
    ArrStatus status = dict_get(state, call->self, call->args[0], result);
    if (status || result->kind != VALUE_UNDEFINED) return status;
    *result = call->args[1].kind == VALUE_UNDEFINED ? value_none() : call->args[1];
    value_retain(*result);
    return ARR_OK;
}

static ArrStatus dict_view(ArrState *state, const BuiltinCall *call, Value *result) {
    DictViewObject *view = object_new(state, VALUE_DICT_VIEW, sizeof *view);
    if (!view) return ARR_MEMORY;
    value_retain(view->dict = call->self);
    view->part = (DictPart)call->data;
    *result = value_object(&view->head);
    return ARR_OK;
}

static ArrStatus dict_method_pop(ArrState *state, const BuiltinCall *call, Value *result) {
    ArrStatus status = pop(state, call->self, call->args[0], result);
    if (status || result->kind != VALUE_UNDEFINED) return status;
    if (call->args[1].kind == VALUE_UNDEFINED)
        return exception_raise_about(state, ERROR_KEY, call->args[0]);
    value_retain(*result = call->args[1]);
    return ARR_OK;
}

static ArrStatus dict_method_popitem(ArrState *state, const BuiltinCall *call, Value *result) {
    DictObject *dict = VALUE_AS(DictObject, call->self);
    while (dict->used && dict->entries[dict->used - 1].key.kind == VALUE_UNDEFINED) dict->used--;
    if (!dict->count) {
        Value text;
        ArrStatus status = string_new(state, "popitem(): dictionary is empty", 30, &text);
        if (status) return status;
        status = exception_raise_about(state, ERROR_KEY, text);
        value_release(state, text);
        return status;
    }
    DictEntry *entry = &dict->entries[dict->used - 1];
    const Value pair[2] = {entry->key, entry->value};
    value_retain(pair[0]);
    value_retain(pair[1]);
    ArrStatus status = sequence_new(state, VALUE_TUPLE, pair, 2, result);
    if (!status) value_release(state, take(state, dict, entry));
    return status;
}

static ArrStatus dict_method_setdefault(ArrState *state, const BuiltinCall *call, Value *result) {
    ArrStatus status = dict_get(state, call->self, call->args[0], result);
    if (status || result->kind != VALUE_UNDEFINED) return status;
    Value value = call->args[1].kind == VALUE_UNDEFINED ? value_none() : call->args[1];
    status = dict_set(state, call->self, call->args[0], value);
    if (!status) value_retain(*result = value);
    return status;
}

ArrStatus dict_update_call(ArrState *state, Value dict, const Arguments *arguments, Value *result) {
    Value other;
    ArrStatus status = dict_call(state, arguments, &other);
    if (status) return status;
    status = dict_update(state, dict, other);
    value_release(state, other);
    if (!status) *result = value_none();
    return status;
}

ArrStatus dict_method_update(ArrState *state, const BuiltinCall *call, Value *result) {
    *result = value_none();
    if (call->args[0].kind == VALUE_UNDEFINED) return ARR_OK;
    return dict_update(state, call->self, call->args[0]);
}

static ArrStatus dict_method_copy(ArrState *state, const BuiltinCall *call, Value *result) {
    return dict_merge(state, call->self, value_undefined(), result);
}

static ArrStatus dict_method_clear(ArrState *state, const BuiltinCall *call, Value *result) {
    dict_clear(state, VALUE_AS(DictObject, call->self));
    *result = value_none();
    return ARR_OK;
}

/* (iterable, value): of the type, so that no dict is needed */
ArrStatus dict_from_keys(ArrState *state, const BuiltinCall *call, Value *result) {
    Value dict, key, value = call->args[1].kind == VALUE_UNDEFINED ? value_none() : call->args[1];
    Iterator it;
    ArrStatus status = dict_new(state, &dict);
    if (status) return status;
    status = iterator_begin(state, call->args[0], &it);
    if (!status) {
        while (!(status = iterator_next(state, &it, &key)) && key.kind != VALUE_UNDEFINED) {
            status = dict_set(state, dict, key, value);
            value_release(state, key);
            if (status) break;
        }
        iterator_end(state, &it);
    }
    if (status) value_release(state, dict);
    else *result = dict;
    return status;
}

const BuiltinRow dict_rows[] = {
    {"fromkeys(iterable, value=None, /)", dict_from_keys,
     "A new dict with the keys of iterable, each with that value.", 0},
    {"get(key, default=None, /)", dict_method_get, "What stands at key, or default.", 0},
    {"keys()", dict_view, "The keys.", DICT_KEYS},
    {"values()", dict_view, "The values.", DICT_VALUES},
    {"items()", dict_view, "The pairs (key, value).", DICT_ITEMS},
    {"pop(key, default=, /)", dict_method_pop,
     "Takes key out and gives its value, or default where it is not there.", 0},
    {"popitem()", dict_method_popitem, "Takes the last pair out and gives it.", 0},
    {"setdefault(key, default=None, /)", dict_method_setdefault,
     "What stands at key; where nothing does, default is put there.", 0},
    {"update(other=(), /)", dict_method_update, "Takes the pairs of another dict over.", 0},
    {"copy()", dict_method_copy, "A new dict with the same pairs.", 0},
    {"clear()", dict_method_clear, "Takes all pairs out.", 0},
    {NULL, NULL, NULL, 0},
};
