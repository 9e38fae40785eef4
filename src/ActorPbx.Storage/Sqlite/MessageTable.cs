using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ActorPbx.Domain;
using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Messages;
using ActorPbx.Domain.Registration;
using ActorPbx.Pbx.Records;
using Microsoft.Data.Sqlite;

namespace ActorPbx.Storage.Sqlite;

/// <summary>Text messages that wait for a phone.</summary>
public sealed class MessageTable : IDisposable
{
    private readonly Statement _insert;
    private readonly Statement _delete;
    private readonly Statement _take;
    private readonly Statement _load;
    private readonly Statement _loadTaken;
    private readonly Statement _forget;

    internal MessageTable(SqliteConnection connection)
    {
        _insert = new Statement(
            connection,
            "INSERT INTO messages (id, domain, number, sender, content_type, body, sent_at, expires_at, instance, registration) "
            + "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT DO NOTHING",
            10);
        _delete = new Statement(connection, "DELETE FROM messages WHERE id = ?1", 1);
        _take = new Statement(connection, "UPDATE messages SET taken = 1, sender = '', body = x'' WHERE id = ?1", 1);
        _load = new Statement(
            connection,
            "SELECT id, number, sender, content_type, body, sent_at, expires_at, instance, registration FROM messages "
            + "WHERE domain = ?1 AND expires_at > ?2 AND taken = 0 ORDER BY sent_at, id",
            2);
        _loadTaken = new Statement(connection, "SELECT id, expires_at FROM messages WHERE domain = ?1 AND expires_at > ?2 AND taken = 1 ORDER BY expires_at", 2);
        _forget = new Statement(connection, "DELETE FROM messages WHERE expires_at <= ?1", 1);
    }

    /// <summary>Keeps a message; one that is there already stays as it is.</summary>
    public void Add(StoredMessage message) => _insert.Execute(
        message.Id, message.Domain.Value, message.To.Value, message.From, message.ContentType, ImmutableCollectionsMarshal.AsArray(message.Body) ?? [],
        StoredForms.Instant(message.SentAt), StoredForms.Instant(message.ExpiresAt), message.Device.Instance, message.Device.Registration);

    /// <summary>Removes a message.</summary>
    public void Remove(string id) => _delete.Execute(id);

    /// <summary>A message was taken: all but its name is forgotten.</summary>
    public void Take(string id) => _take.Execute(id);

    /// <summary>The names of messages of a domain that were taken and may be brought again at the given instant.</summary>
    public ImmutableArray<TakenMessage> LoadTaken(DomainName domain, DateTimeOffset now)
    {
        using var reader = _loadTaken.Query(domain.Value, StoredForms.Instant(now));
        var taken = ImmutableArray.CreateBuilder<TakenMessage>();
        while (reader.Read())
        {
            taken.Add(new TakenMessage(reader.GetString(0), StoredForms.Instant(reader.GetInt64(1))));
        }

        return taken.ToImmutable();
    }

    /// <summary>The messages of a domain that are still worth something at the given instant, the oldest first.</summary>
    public ImmutableArray<StoredMessage> Load(DomainName domain, DateTimeOffset now)
    {
        using var reader = _load.Query(domain.Value, StoredForms.Instant(now));
        var messages = ImmutableArray.CreateBuilder<StoredMessage>();
        while (reader.Read())
        {
            messages.Add(new StoredMessage(
                reader.GetString(0), domain, new ExtensionNumber(reader.GetString(1)), reader.GetString(2), reader.GetString(3),
                ImmutableCollectionsMarshal.AsImmutableArray(reader.GetFieldValue<byte[]>(4)), StoredForms.Instant(reader.GetInt64(5)), StoredForms.Instant(reader.GetInt64(6)))
            {
                Device = new DeviceWanted(reader.GetString(7), reader.GetString(8)),
            });
        }

        return messages.ToImmutable();
    }

    /// <summary>Removes what was worth nothing any longer at the given instant.</summary>
    public void Forget(DateTimeOffset expired) => _forget.Execute(StoredForms.Instant(expired));

    public void Dispose()
    {
        _insert.Dispose();
        _delete.Dispose();
        _take.Dispose();
        _load.Dispose();
        _loadTaken.Dispose();
        _forget.Dispose();
    }
}
