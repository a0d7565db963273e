package dev.starling.terminal.sql.script;

import dev.starling.terminal.sql.result.Format;
import dev.starling.terminal.sql.result.FormatName;

/**
 * How to run a script.
 *
 * @param name what errors call it
 * @param keepGoing whether it goes on after an error
 */
public record ScriptOptions(String name, FormatName formatName, Format format, boolean keepGoing) {}
