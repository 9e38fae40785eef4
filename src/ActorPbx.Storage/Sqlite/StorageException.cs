using Microsoft.Data.Sqlite;

namespace ActorPbx.Storage.Sqlite;

/// <summary>The database cannot be used, said so that an operator knows what to do.</summary>
public sealed class StorageException(string message, Exception? cause = null) : Exception(message, cause)
{
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;
    private const int Busy = 5;
    private const int Locked = 6;

    /// <summary>What a fault of SQLite means for the file at <paramref name="path"/>, or null when it is no fault of the surroundings but of the statement.</summary>
    public static StorageException? From(SqliteException fault, string path)
    {
        var meaning = fault.SqliteErrorCode switch
        {
            Busy or Locked => $"The database {path} is locked by another program.",
            ReadOnly => $"The database {path} may not be written to; check the owner and the rights of the file and its directory.",
            InputOutput => $"Reading or writing the database {path} failed; check the disk.",
            Corrupt => $"The database {path} is damaged; restore a copy, or move the file away to start with an empty one.",
            NotADatabase => $"The file {path} is no SQLite database; move it away to start with an empty one.",
            Full => $"The disk that holds the database {path} is full.",
            CannotOpen => $"The database {path} cannot be opened; check that its directory exists and may be written to.",
            _ => null,
        };
        return meaning is null ? null : new StorageException($"{meaning} (SQLite {fault.SqliteExtendedErrorCode})", fault);
    }
}
