/* Tables of names: hash tables of modules and builtins, the globals' slots,
 * and which name was probably meant. */
#include "lang.h"

#include <string.h>

/* FNV-1a: names are short. */
static uint64_t hash_name(const char *name, int64_t length) {
    uint64_t hash = 0xCBF29CE484222325u;
    for (int64_t i = 0; i < length; i++) hash = (hash ^ (unsigned char)name[i]) * 0x100000001B3u;
    return hash ^ hash >> 32;
}

/* --- names ---------------------------------------------------------------- */

/* The entry of name, or the free one where it belongs. */
static struct NameEntry *names_probe(const Names *names, const char *name, int64_t length) {
    uint64_t mask = (uint64_t)names->capacity - 1;
    for (uint64_t i = hash_name(name, length) & mask;; i = (i + 1) & mask) {
        struct NameEntry *entry = &names->entries[i];
        if (!entry->name) return entry;
        if (entry->length == length && !memcmp(entry->name, name, (size_t)length)) return entry;
    }
}

Value *names_find(const Names *names, const char *name, int64_t length) {
    if (!names->capacity) return NULL;
    struct NameEntry *entry = names_probe(names, name, length);
    return entry->name ? &entry->value : NULL;
}

/* Room for one more at a load of at most 3/4. */
static bool names_reserve(Heap *heap, Names *names) {
    if ((names->count + 1) * 4 <= names->capacity * 3) return true;
    Names larger = {.count = names->count, .capacity = names->capacity ? names->capacity * 2 : 16};
    size_t size = sizeof *larger.entries;
    larger.entries = heap_alloc_zeroed(heap, (size_t)larger.capacity * size);
    if (!larger.entries) return false;
    for (int64_t i = 0; i < names->capacity; i++) {
        const struct NameEntry *entry = &names->entries[i];
        if (entry->name) *names_probe(&larger, entry->name, entry->length) = *entry;
    }
    heap_free(heap, names->entries, (size_t)names->capacity * size);
    *names = larger;
    return true;
}

ArrStatus names_set(ArrState *state, Names *names, const char *name, Value value) {
    if (!names_reserve(&state->base.heap, names))
        return error_memory(&state->base, names->capacity, "a table of names");
    int64_t length = (int64_t)strlen(name);
    struct NameEntry *entry = names_probe(names, name, length);
    value_retain(value);
    if (entry->name) value_release(state, entry->value);
    else names->count++;
    *entry = (struct NameEntry){name, length, value};
    return ARR_OK;
}

void names_free(ArrState *state, Names *names) {
    Names old = *names;
    *names = (Names){0};
    for (int64_t i = 0; i < old.capacity; i++)
        if (old.entries[i].name) value_release(state, old.entries[i].value);
    heap_free(&state->base.heap, old.entries, (size_t)old.capacity * sizeof *old.entries);
}

/* --- the nearest name ------------------------------------------------------ */

enum { NEAREST_LENGTH = 40 }; /* longer names are not compared */

/* Edits (insert, delete, replace, swap of neighbours) from a to b. */
static int edit_distance(const char *a, int alength, const char *b, int blength) {
    int rows[3][NEAREST_LENGTH + 1];
    for (int j = 0; j <= blength; j++) rows[0][j] = j;
    for (int i = 1; i <= alength; i++) {
        int *row = rows[i % 3], *above = rows[(i + 2) % 3], *above2 = rows[(i + 1) % 3];
        row[0] = i;
        for (int j = 1; j <= blength; j++) {
            int best = above[j - 1] + (a[i - 1] != b[j - 1]);
            if (above[j] + 1 < best) best = above[j] + 1;
            if (row[j - 1] + 1 < best) best = row[j - 1] + 1;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
                above2[j - 2] + 1 < best)
                best = above2[j - 2] + 1;
            row[j] = best;
        }
    }
    return rows[alength % 3][blength];
}

typedef struct Nearest {
    const char *wanted;
    int64_t length;
    const char *name; /* the best so far */
    int distance;     /* to be bettered */
} Nearest;

static Nearest nearest_begin(const char *name, int64_t length) {
    return (Nearest){name, length, NULL, length <= 2 ? 1 : length <= 4 ? 2 : 3};
}

/* Of names equally near the first in the alphabet wins: tables have no order. */
static void nearest_try(Nearest *nearest, const char *name, int64_t length) {
    if (length > NEAREST_LENGTH || nearest->length > NEAREST_LENGTH) return;
    int distance = edit_distance(nearest->wanted, (int)nearest->length, name, (int)length);
    if (distance == 0 || distance > nearest->distance) return;
    if (distance == nearest->distance && (!nearest->name || strcmp(name, nearest->name) > 0))
        return;
    nearest->name = name;
    nearest->distance = distance;
}

static void nearest_in_names(Nearest *nearest, const Names *names) {
    for (int64_t i = 0; i < names->capacity; i++)
        if (names->entries[i].name)
            nearest_try(nearest, names->entries[i].name, names->entries[i].length);
}

const char *names_nearest(const Names *names, const char *name, int64_t length) {
    Nearest nearest = nearest_begin(name, length);
    nearest_in_names(&nearest, names);
    return nearest.name;
}

const char *names_nearest_of(const char *const *names, int count, const char *name,
                             int64_t length) {
    Nearest nearest = nearest_begin(name, length);
    for (int i = 0; i < count; i++) nearest_try(&nearest, names[i], (int64_t)strlen(names[i]));
    return nearest.name;
}

const char *globals_nearest(const Globals *globals, const char *name, int64_t length) {
    Nearest nearest = nearest_begin(name, length);
    for (int32_t i = 0; i < globals->count; i++)
        if (globals->slots[i].value.kind != VALUE_UNDEFINED)
            nearest_try(&nearest, globals->slots[i].name, globals->slots[i].length);
    nearest_in_names(&nearest, &globals->state->builtins);
    nearest_in_names(&nearest, &globals->state->numpy);
    return nearest.name;
}

/* --- globals --------------------------------------------------------------- */

/* The index's place of name: it holds the slot, or -1 where the name belongs. */
static int32_t *globals_probe(const Globals *globals, const char *name, int64_t length) {
    uint64_t mask = (uint64_t)globals->index_capacity - 1;
    for (uint64_t i = hash_name(name, length) & mask;; i = (i + 1) & mask) {
        int32_t slot = globals->index[i];
        if (slot < 0) return &globals->index[i];
        const struct GlobalSlot *found = &globals->slots[slot];
        if (found->length == length && !memcmp(found->name, name, (size_t)length))
            return &globals->index[i];
    }
}

const Value *globals_find(const Globals *globals, const char *name, int64_t length) {
    if (!globals->index_capacity) return NULL;
    int32_t slot = *globals_probe(globals, name, length);
    if (slot < 0 || globals->slots[slot].value.kind == VALUE_UNDEFINED) return NULL;
    return &globals->slots[slot].value;
}

static bool globals_reserve_index(Globals *globals) {
    if ((globals->count + 1) * 4 <= globals->index_capacity * 3) return true;
    Heap *heap = &globals->state->base.heap;
    int32_t capacity = globals->index_capacity ? globals->index_capacity * 2 : 64;
    int32_t *index = heap_alloc(heap, (size_t)capacity * sizeof *index);
    if (!index) return false;
    heap_free(heap, globals->index, (size_t)globals->index_capacity * sizeof *index);
    globals->index = index;
    globals->index_capacity = capacity;
    memset(index, 0xFF, (size_t)capacity * sizeof *index);
    for (int32_t i = 0; i < globals->count; i++)
        *globals_probe(globals, globals->slots[i].name, globals->slots[i].length) = i;
    return true;
}

static bool globals_reserve_slots(Globals *globals) {
    if (globals->count < globals->capacity) return true;
    int64_t capacity = globals->capacity;
    if (!heap_grow(&globals->state->base.heap, &globals->slots, &capacity, globals->count + 1,
                   sizeof *globals->slots))
        return false;
    globals->capacity = (int32_t)capacity;
    return true;
}

/* What lies behind a name the user has not set: Python's, then numpy's. */
static Value globals_fallback(const ArrState *state, const char *name, int64_t length) {
    const Value *found = names_find(&state->builtins, name, length);
    if (!found) found = names_find(&state->numpy, name, length);
    return found ? *found : value_undefined();
}

int32_t globals_slot(Globals *globals, const char *name, int64_t length) {
    if (!globals_reserve_index(globals)) return -1;
    int32_t *place = globals_probe(globals, name, length);
    if (*place >= 0) return *place;
    if (!globals_reserve_slots(globals)) return -1;
    char *copy = heap_alloc(&globals->state->base.heap, (size_t)length + 1);
    if (!copy) return -1;
    memcpy(copy, name, (size_t)length);
    copy[length] = 0;
    globals->slots[globals->count] = (struct GlobalSlot){
        .name = copy, .length = length, .fallback = globals_fallback(globals->state, name, length)};
    *place = globals->count;
    return globals->count++;
}

void globals_free(Globals *globals) {
    ArrState *state = globals->state;
    Globals old = *globals;
    *globals = (Globals){.state = state};
    for (int32_t i = 0; i < old.count; i++) {
        value_release(state, old.slots[i].value);
        heap_free(&state->base.heap, old.slots[i].name, (size_t)old.slots[i].length + 1);
    }
    if (!state) return;
    heap_free(&state->base.heap, old.slots, (size_t)old.capacity * sizeof *old.slots);
    heap_free(&state->base.heap, old.index, (size_t)old.index_capacity * sizeof *old.index);
}
