package org.vexhost.loader.capability;

/**
 * An option of {@code vex:grant} that belongs to one capability.
 *
 * @param letter the short form
 * @param name the long form
 * @param value the placeholder of its value in the help
 * @param help its help text
 */
public record GrantOption(char letter, String name, String value, String help) {}
