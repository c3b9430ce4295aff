"""From a routine to a timeline, exact to the sample: tailored, written as a script, fitted, placed."""
