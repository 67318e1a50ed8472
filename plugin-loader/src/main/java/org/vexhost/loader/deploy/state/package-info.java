/**
 * The state machine of a deployment: each event leads to a new state and a list of effects. The
 * classes here read no files and no clock, and have no threads.
 */
@NullMarked
package org.vexhost.loader.deploy.state;

import org.jspecify.annotations.NullMarked;
