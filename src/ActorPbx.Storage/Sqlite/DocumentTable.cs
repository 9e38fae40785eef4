using Microsoft.Data.Sqlite;

namespace ActorPbx.Storage.Sqlite;

/// <summary>Small documents by name: what a node must still know after a restart and that is no record and no binding.</summary>
public sealed class DocumentTable : IDisposable
{
    private readonly Statement _put;
    private readonly Statement _get;

    internal DocumentTable(SqliteConnection connection)
    {
        _put = new Statement(connection, "INSERT INTO documents (name, content) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET content = ?2", 2);
        _get = new Statement(connection, "SELECT content FROM documents WHERE name = ?1", 1);
    }

    /// <summary>Keeps a document in place of the one before.</summary>
    public void Put(string name, string content) => _put.Execute(name, content);

    /// <summary>The document, or null.</summary>
    public string? Get(string name)
    {
        using var reader = _get.Query(name);
        return reader.Read() ? reader.GetString(0) : null;
    }

    public void Dispose()
    {
        _put.Dispose();
        _get.Dispose();
    }
}
