package org.vexhost.loader.capability;

/**
 * An option of {@code vex:grant} that only one capability has.
 *
 * @param letter the short form
 * @param name the long form
 * @param value the placeholder for the option's value in the help
 * @param help the help text
 */
public record GrantOption(char letter, String name, String value, String help) {}
