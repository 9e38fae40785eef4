using System.Collections.Immutable;
using ActorPbx.Pbx.Protection;
using Microsoft.Data.Sqlite;

namespace ActorPbx.Storage.Sqlite;

/// <summary>The sources that are ignored for a while.</summary>
public sealed class BanTable : IDisposable
{
    private readonly Statement _put;
    private readonly Statement _delete;
    private readonly Statement _load;
    private readonly Statement _forget;

    internal BanTable(SqliteConnection connection)
    {
        _put = new Statement(
            connection,
            "INSERT INTO bans (source, reason, since, until, times) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (source) DO UPDATE SET reason = ?2, since = ?3, until = ?4, times = ?5",
            5);
        _delete = new Statement(connection, "DELETE FROM bans WHERE source = ?1", 1);
        _load = new Statement(connection, "SELECT source, reason, since, until, times FROM bans WHERE until > ?1 ORDER BY until", 1);
        _forget = new Statement(connection, "DELETE FROM bans WHERE until <= ?1", 1);
    }

    /// <summary>Keeps a ban in place of the one before of its source.</summary>
    public void Put(Ban ban) => _put.Execute(ban.Source, ban.Reason, StoredForms.Instant(ban.Since), StoredForms.Instant(ban.Until), ban.Times);

    /// <summary>Removes the ban of a source.</summary>
    public void Remove(string source) => _delete.Execute(source);

    /// <summary>The bans that are not over at the given instant, the one that ends first before the others.</summary>
    public ImmutableArray<Ban> Load(DateTimeOffset now)
    {
        using var reader = _load.Query(StoredForms.Instant(now));
        var bans = ImmutableArray.CreateBuilder<Ban>();
        while (reader.Read())
            bans.Add(new Ban(reader.GetString(0), reader.GetString(1), StoredForms.Instant(reader.GetInt64(2)), StoredForms.Instant(reader.GetInt64(3)), reader.GetInt32(4)));
        return bans.ToImmutable();
    }

    /// <summary>Removes those that are over at the given instant.</summary>
    public void Forget(DateTimeOffset over) => _forget.Execute(StoredForms.Instant(over));

    public void Dispose()
    {
        _put.Dispose();
        _delete.Dispose();
        _load.Dispose();
        _forget.Dispose();
    }
}
