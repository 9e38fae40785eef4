using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ActorPbx.Storage.Sqlite;

/// <summary>A statement that is prepared once and run many times; its parameters are ?1, ?2 … in order.</summary>
/// <remarks>Changes go straight to SQLite: the provider's command looks each parameter up by its name and makes a reader, at every run. Questions are rare and take its reader.</remarks>
internal sealed class Statement : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly string _sql;
    private readonly int _parameters;
    private sqlite3_stmt? _change;
    private SqliteCommand? _question;

    public Statement(SqliteConnection connection, string sql, int parameters)
    {
        _connection = connection;
        _sql = sql;
        _parameters = parameters;
    }

    /// <summary>Runs it and answers how many rows it changed.</summary>
    /// <exception cref="SqliteException">SQLite refuses it.</exception>
    public int Execute(params ReadOnlySpan<object?> values)
    {
        var statement = _change ??= Prepare();
        try
        {
            for (var i = 0; i < values.Length; i++)
                Check(Bind(statement, i + 1, values[i]));
            // A statement that answers a row, as a pragma does, has done its work with the first.
            Check(raw.sqlite3_step(statement));
            return raw.sqlite3_changes(_connection.Handle);
        }
        finally
        {
            raw.sqlite3_reset(statement);
        }
    }

    /// <summary>Runs it and answers the rows.</summary>
    public SqliteDataReader Query(params ReadOnlySpan<object?> values)
    {
        var command = _question ??= Command();
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        return command.ExecuteReader();
    }

    public void Dispose()
    {
        _change?.Dispose();
        _question?.Dispose();
    }

    private sqlite3_stmt Prepare()
    {
        Check(raw.sqlite3_prepare_v3(_connection.Handle, _sql, raw.SQLITE_PREPARE_PERSISTENT, out var statement));
        return statement;
    }

    private SqliteCommand Command()
    {
        var command = _connection.CreateCommand();
        command.CommandText = _sql;
        for (var i = 0; i < _parameters; i++)
            command.Parameters.Add(new SqliteParameter { ParameterName = $"?{i + 1}" });
        return command;
    }

    private static int Bind(sqlite3_stmt statement, int position, object? value) => value switch
    {
        null => raw.sqlite3_bind_null(statement, position),
        string text => raw.sqlite3_bind_text(statement, position, text),
        long number => raw.sqlite3_bind_int64(statement, position, number),
        int number => raw.sqlite3_bind_int64(statement, position, number),
        uint number => raw.sqlite3_bind_int64(statement, position, number),
        byte[] bytes => raw.sqlite3_bind_blob(statement, position, bytes),
        bool flag => raw.sqlite3_bind_int(statement, position, flag ? 1 : 0),
        _ => throw new ArgumentException($"{value.GetType().Name} has no place in a table.", nameof(value)),
    };

    private void Check(int code)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE))
            SqliteException.ThrowExceptionForRC(code, _connection.Handle);
    }
}
