package org.vexhost.loader.capability;

/**
 * An option of {@code vex:grant} that goes with one capability.
 *
 * @param value the word for its value in the help
 */
public record GrantOption(char letter, String name, String value, String help) {}
