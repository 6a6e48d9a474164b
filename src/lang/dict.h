/* Dicts: keys in the order of their first insertion, found by hash. */
#ifndef LANG_DICT_H
#define LANG_DICT_H

#include "lang.h"

typedef struct DictEntry {
    Value key;   /* as the program gave it; VALUE_UNDEFINED: deleted */
    Value plain; /* the same with NumPy's scalars as Python's numbers: what is compared */
    Value value;
    uint64_t hash;
} DictEntry;

typedef struct DictObject {
    Object head;
    DictEntry *entries; /* used of them, deleted ones included */
    int64_t used, capacity;
    int64_t count;
    int64_t *index;         /* open addressing: place in entries, or -1 */
    int64_t index_capacity; /* a power of two */
} DictObject;

/* d.keys(), d.values(), d.items(): the dict as it is when they are looked at. */
typedef enum DictPart { DICT_KEYS, DICT_VALUES, DICT_ITEMS } DictPart;
typedef struct DictViewObject {
    Object head;
    Value dict;
    DictPart part;
} DictViewObject;

extern const BuiltinRow dict_rows[]; /* the methods */

ArrStatus dict_new(ArrState *state, Value *result);
/* dict(...) */
ArrStatus dict_call(ArrState *state, const Arguments *arguments, Value *result);
/* What stands at the key, or VALUE_UNDEFINED. TypeError "unhashable type: 'list'". */
ArrStatus dict_get(ArrState *state, Value dict, Value key, Value *result);
ArrStatus dict_set(ArrState *state, Value dict, Value key, Value value);
/* d[key]: KeyError where nothing is */
ArrStatus dict_item(ArrState *state, Value dict, Value key, Value *result);
ArrStatus dict_delete(ArrState *state, Value dict, Value key);
/* Of a dict or of one of its views. */
ArrStatus dict_contains(ArrState *state, Value v, Value item, bool *found);
/* dict.fromkeys() */
ArrStatus dict_from_keys(ArrState *state, const BuiltinCall *call, Value *result);
/* {**a, **b} */
ArrStatus dict_merge(ArrState *state, Value a, Value b, Value *result);
/* d.update(), which takes any names as dict() does: dict_update_call() is for these. */
ArrStatus dict_method_update(ArrState *state, const BuiltinCall *call, Value *result);
ArrStatus dict_update_call(ArrState *state, Value dict, const Arguments *arguments, Value *result);
/* d |= other, d.update(other): a dict, or pairs */
ArrStatus dict_update(ArrState *state, Value dict, Value other);
void dict_clear(ArrState *state, DictObject *dict);

static inline const DictObject *dict_of(Value v) { /* of a dict or a view */
    return VALUE_AS(DictObject, v.kind == VALUE_DICT ? v : VALUE_AS(DictViewObject, v)->dict);
}
/* The item that a dict or a view gives at an entry that is not deleted. */
ArrStatus dict_part(ArrState *state, Value v, const DictEntry *entry, Value *result);

#endif
