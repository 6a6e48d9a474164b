/* The program `arr`: its command line, its prompt and what they share. It
 * uses libarr through arr.h alone, as any host would. */
#ifndef REPL_H
#define REPL_H

#include <stdio.h>

#include "../arr.h"

enum {
    EXIT_RUN_ERROR = 1,
    EXIT_USAGE = 2, /* or the system's fault: no such file, cannot write */
    EXIT_SYNTAX = 3,
    EXIT_FINDINGS = 4, /* of --doctor */
    EXIT_INTERRUPTED = 130
};

typedef enum Color { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER } Color;
typedef enum Format { FORMAT_TEXT, FORMAT_JSON, FORMAT_CSV } Format; /* of --doctor */

/* The command line, as read. Strings belong to argv and the environment. */
typedef struct Options {
    ArrConfig config;
    const char **texts; /* of -e, in order */
    int text_count;
    const char *file;       /* "-": stdin; NULL: none */
    const char **arguments; /* sys.argv */
    char *environment;      /* the words of ARR_CONFIG */
    Color color;
    Format format;
    const char *kernel_cache; /* as --kernel-cache says it; NULL: the usual folder */
    char *cache_folder;     /* that, if it is used */
    const char *tuning;     /* as --tuning says it; NULL: the usual file */
    char *tuning_file, *tuning_text; /* the file whether or not it is there, and what it says */
    FILE *graph;            /* of --graph, or NULL */
    const char *profile;    /* the file of the trace; NULL: none */
    bool interactive, quiet, check, stats, version, help, tune;
    bool show_settings, show_memory, doctor;
    unsigned char origins[64]; /* of each flag's value, see options.c */
} Options;

/* Reads ARR_CONFIG, then argv. false: the reason was written to stderr. */
bool options_read(Options *options, int argc, char **argv);
void options_print_help(void);
/* Writes the settings (arr_settings_text) to stderr, each with where it came from. */
void options_print_settings(const Options *options, const char *settings);
void options_free(Options *options);
/* PATH/arr below the user's folder that the variable names, or below ~ and inner; NULL: there is
 * none, or memory is short. Who may run this for another user must not choose files. */
char *options_folder(const char *variable, const char *inner);

/* What --tune once measured (tuning.c). Reads the file into the options; false: the reason was
 * written to stderr. */
bool tuning_read(Options *options);
/* Measures and writes the file; the exit code. */
int tuning_make(const Options *options);
/* Whether the file sets what arr_settings_text calls so. */
bool tuning_has(const Options *options, const char *setting, size_t length);

/* A running interpreter with a terminal around it. (main.c) */
typedef struct Session {
    ArrState *state;
    int threads; /* that tasks may use */
    bool color;      /* errors in bold red */
    bool quiet;      /* no banner */
    int write_error; /* errno of the first write to stdout that failed */
} Session;

/* Writes the last error to stderr, behind everything printed before it. */
void session_report(Session *session);
void session_flush(Session *session);
/* What Ctrl-C does: stop the running statement, or only be noticed. */
typedef enum Interrupt { INTERRUPT_SCRIPT, INTERRUPT_STATEMENT, INTERRUPT_INPUT } Interrupt;
void session_on_interrupt(Interrupt mode);
/* Whether Ctrl-C came since the mode was set. */
bool session_was_interrupted(void);

/* The read-eval-print loop; returns the exit code. (prompt.c) */
int prompt_run(Session *session);

/* Writes what arr_doctor() found; the exit code. (doctor.c) */
int doctor_print(Session *session, Format format);

/* A line that begins with %. (commands.c) */
void command_run(Session *session, const char *line);

/* Line input with history and completion. (input.c) */
void input_open(ArrState *state);
/* The next line without its end; free() it. NULL: Ctrl-C (input_was_interrupted),
 * or the end of input. */
char *input_line(const char *prompt);
bool input_was_interrupted(void);
void input_remember(const char *line);
void input_close(void);

#endif
