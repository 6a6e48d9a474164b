/* The prompt: reads a statement, which may take several lines, runs it, and
 * shows its value. Neither errors nor Ctrl-C end it. Work that was recorded
 * but not needed yet is started while the user types. */
#include "repl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The lines of the statement being entered. */
typedef struct Entry {
    char *text;
    size_t length, capacity;
} Entry;

static bool entry_add(Entry *entry, const char *line) {
    size_t length = strlen(line);
    if (entry->length + length + 2 > entry->capacity) {
        size_t capacity = (entry->length + length + 2) * 2;
        char *text = realloc(entry->text, capacity);
        if (!text) return false;
        entry->text = text;
        entry->capacity = capacity;
    }
    memcpy(entry->text + entry->length, line, length);
    entry->length += length;
    entry->text[entry->length++] = '\n';
    entry->text[entry->length] = 0;
    return true;
}

static bool is_blank(const char *line) {
    return line[strspn(line, " \t")] == 0;
}

/* Statements with a body end at an empty line, since more could follow. */
static bool is_compound(const char *text) {
    static const char *const words[] = {"if", "for", "while", "def", "try", "with"};
    size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyz");
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i]) == length && strncmp(text, words[i], length) == 0) return true;
    return false;
}

/* The last line that is not blank ends in a colon: a body is missing. */
static bool ends_in_colon(const Entry *entry) {
    size_t length = entry->length;
    while (length && strchr(" \t\n", entry->text[length - 1])) length--;
    return length && entry->text[length - 1] == ':';
}

/* An empty line ends what lacks a body or a try's handlers, as Python's prompt does; in brackets
 * and strings it is one line of many. */
static bool is_given_up(Session *session, const Entry *entry) {
    return ends_in_colon(entry) || strstr(arr_error_text(session->state),
                                          "SyntaxError: expected 'except' or 'finally' block");
}

/* Whether the lines are a statement (right or wrong) rather than its beginning. */
static bool is_complete(Session *session, const Entry *entry, const char *last_line) {
    ArrStatus status = arr_check(session->state, "<prompt>", entry->text, entry->length);
    if (status == ARR_INCOMPLETE) return is_blank(last_line) && is_given_up(session, entry);
    if (status != ARR_OK || !is_compound(entry->text)) return true;
    return is_blank(last_line);
}

static void discard(Entry *entry) {
    entry->length = 0;
}

static int run_entry(Session *session, Entry *entry, bool *leave) {
    session_on_interrupt(INTERRUPT_STATEMENT);
    ArrStatus status = arr_eval_echo(session->state, "<prompt>", entry->text, entry->length);
    discard(entry);
    session_flush(session);
    *leave = status == ARR_EXIT || session->write_error;
    if (status == ARR_EXIT) return arr_exit_code(session->state);
    if (status != ARR_OK) session_report(session);
    return 0;
}

/* --- lines that are not the language's --------------------------------------------- */

/* "?name" and "name?" */
static void show_help(Session *session, const char *line) {
    char name[256];
    line += strspn(line, "? \t");
    size_t length = strcspn(line, "? \t");
    snprintf(name, sizeof name, "%.*s", (int)(length < 255 ? length : 255), line);
    const char *text = arr_help(session->state, name);
    if (text) fputs(text, stdout);
    else if (*name) printf("nothing is named '%s'\n", name);
    else puts("?name shows what name is, for example ?sum or ?np.linalg.norm");
}

static bool asks_for_help(const char *line) {
    size_t name = strspn(line, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.");
    return line[0] == '?' || (line[name] == '?' && is_blank(line + name + 1));
}

static bool asks_to_leave(const char *line) {
    static const char *const words[] = {"exit", "quit", "exit()", "quit()"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(line, words[i]) == 0) return true;
    return false;
}

/* --- the loop ------------------------------------------------------------------------ */

/* The device that does the work, which need not be the one that was asked for. */
static void find_device(const Session *session, char name[static 32]) {
    const char *text = arr_settings_text(session->state);
    const char *line = text ? strstr(text, "device ") : NULL;
    strcpy(name, "cpu");
    if (line && (line == text || line[-1] == '\n')) sscanf(line, "device %31s", name);
}

static void print_banner(const Session *session) {
    char device[32];
    if (session->quiet) return;
    find_device(session, device);
    printf("arr " ARR_VERSION " (%s, %d thread%s). Type ?name or %%help for help, Ctrl-D to leave.\n",
           device, session->threads, session->threads == 1 ? "" : "s");
}

/* Starts the pending work; its errors belong to statements entered before. */
static void start_work(Session *session) {
    session_on_interrupt(INTERRUPT_STATEMENT);
    if (arr_flush(session->state) != ARR_OK) session_report(session);
    session_on_interrupt(INTERRUPT_INPUT);
}

/* Takes one line in. *leave: the session ends with the code returned. */
static int take_line(Session *session, Entry *entry, const char *line, bool *leave) {
    input_remember(line);
    if (entry->length == 0) {
        *leave = asks_to_leave(line);
        if (*leave || is_blank(line)) return 0;
        if (line[0] == '%') {
            command_run(session, line);
            return 0;
        }
        if (asks_for_help(line)) {
            show_help(session, line);
            return 0;
        }
    }
    if (!entry_add(entry, line)) {
        fputs("arr: memory is short\n", stderr);
        discard(entry);
        return 0;
    }
    return is_complete(session, entry, line) ? run_entry(session, entry, leave) : 0;
}

int prompt_run(Session *session) {
    Entry entry = {0};
    int code = 0;
    print_banner(session);
    input_open(session->state);
    for (bool leave = false; !leave;) {
        if (entry.length == 0) start_work(session);
        char *line = input_line(entry.length ? "... " : ">>> ");
        if (line) {
            code = take_line(session, &entry, line, &leave);
        } else if (input_was_interrupted()) {
            discard(&entry);
        } else {
            putchar('\n');
            leave = true;
        }
        free(line);
    }
    input_close();
    free(entry.text);
    return code;
}
