//! How a person of a French school portal may be reached.
