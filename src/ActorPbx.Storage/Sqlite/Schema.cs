using Microsoft.Data.Sqlite;

namespace ActorPbx.Storage.Sqlite;

/// <summary>The tables, as steps from the empty database to today's; the file keeps in its user_version how many it has behind it.</summary>
internal static class Schema
{
    // Instants are microseconds since 1970 in UTC, so that any tool can read them: datetime(ended_at / 1000000, 'unixepoch').
    private static readonly string[] Steps =
    [
        """
        CREATE TABLE records (
            id          INTEGER PRIMARY KEY AUTOINCREMENT,
            call        TEXT NOT NULL,
            side        TEXT NOT NULL,
            domain      TEXT NOT NULL,
            node        TEXT NOT NULL,
            caller      TEXT NOT NULL,
            called      TEXT NOT NULL,
            peer        TEXT NOT NULL,
            started_at  INTEGER NOT NULL,
            ringing_at  INTEGER,
            answered_at INTEGER,
            ended_at    INTEGER NOT NULL,
            outcome     TEXT NOT NULL,
            response    INTEGER NOT NULL,
            cause       INTEGER NOT NULL,
            released_by TEXT NOT NULL,
            streams     TEXT NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX records_by_call ON records (call, side);
        CREATE INDEX records_by_end ON records (ended_at);
        CREATE TABLE open_calls (
            call       TEXT PRIMARY KEY,
            run        TEXT NOT NULL,
            domain     TEXT NOT NULL,
            node       TEXT NOT NULL,
            caller     TEXT NOT NULL,
            called     TEXT NOT NULL,
            started_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE bindings (
            domain           TEXT NOT NULL,
            number           TEXT NOT NULL,
            position         INTEGER NOT NULL,
            contact          TEXT NOT NULL,
            instance         TEXT NOT NULL,
            sip_call_id      TEXT NOT NULL,
            cseq             INTEGER NOT NULL,
            quality          INTEGER NOT NULL,
            expires_at       INTEGER NOT NULL,
            registered_at    INTEGER NOT NULL,
            transport        TEXT NOT NULL,
            received_address TEXT NOT NULL,
            received_port    INTEGER NOT NULL,
            behind_nat       INTEGER NOT NULL,
            user_agent       TEXT NOT NULL,
            PRIMARY KEY (domain, number, position)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE exported (last_record INTEGER NOT NULL) STRICT;
        INSERT INTO exported VALUES (0);
        """,
        """
        ALTER TABLE records ADD COLUMN correlation TEXT NOT NULL DEFAULT '';
        ALTER TABLE records ADD COLUMN branch TEXT NOT NULL DEFAULT '';
        ALTER TABLE open_calls ADD COLUMN side TEXT NOT NULL DEFAULT 'O';
        ALTER TABLE open_calls ADD COLUMN correlation TEXT NOT NULL DEFAULT '';
        ALTER TABLE open_calls ADD COLUMN branch TEXT NOT NULL DEFAULT '';
        CREATE TABLE documents (name TEXT PRIMARY KEY, content TEXT NOT NULL) STRICT, WITHOUT ROWID;
        """,
        """
        CREATE TABLE messages (
            id           TEXT PRIMARY KEY,
            domain       TEXT NOT NULL,
            number       TEXT NOT NULL,
            sender       TEXT NOT NULL,
            content_type TEXT NOT NULL,
            body         BLOB NOT NULL,
            sent_at      INTEGER NOT NULL,
            expires_at   INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """,
        """
        ALTER TABLE bindings ADD COLUMN reg_id INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE bindings ADD COLUMN path TEXT NOT NULL DEFAULT '';
        """,
        "ALTER TABLE records ADD COLUMN on_behalf_of TEXT NOT NULL DEFAULT '';",
        "ALTER TABLE messages ADD COLUMN taken INTEGER NOT NULL DEFAULT 0;",
        """
        CREATE TABLE outside_counts (
            domain TEXT NOT NULL,
            number TEXT NOT NULL,
            day    TEXT NOT NULL,
            calls  INTEGER NOT NULL,
            PRIMARY KEY (domain, number)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE bans (
            source TEXT PRIMARY KEY,
            reason TEXT NOT NULL,
            since  INTEGER NOT NULL,
            until  INTEGER NOT NULL,
            times  INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """,
        """
        ALTER TABLE messages ADD COLUMN instance TEXT NOT NULL DEFAULT '';
        ALTER TABLE messages ADD COLUMN registration TEXT NOT NULL DEFAULT '';
        """,
    ];

    /// <summary>Brings the database to today's tables.</summary>
    /// <exception cref="StorageException">A newer program wrote it.</exception>
    public static void Migrate(SqliteConnection connection, string path)
    {
        var version = Convert.ToInt32(Scalar(connection, "PRAGMA user_version"), null);
        if (version > Steps.Length)
            throw new StorageException($"The database {path} was written by a newer version of this program (format {version}, known up to {Steps.Length}).");
        for (; version < Steps.Length; version++)
        {
            using var transaction = connection.BeginTransaction();
            Execute(connection, $"{Steps[version]} PRAGMA user_version = {version + 1};");
            transaction.Commit();
        }
    }

    /// <summary>Runs statements that answer nothing.</summary>
    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Runs a statement that answers one value.</summary>
    public static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
