using System.Collections.Immutable;
using ActorPbx.Domain;
using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Media;
using ActorPbx.Domain.Registration;
using ActorPbx.Pbx.Records;
using Microsoft.Data.Sqlite;

namespace ActorPbx.Storage.Sqlite;

/// <summary>Who is registered where, so that a restart forgets nobody.</summary>
public sealed class BindingTable : IDisposable
{
    private readonly Statement _put;
    private readonly Statement _cut;
    private readonly Statement _load;
    private readonly Statement _forget;

    internal BindingTable(SqliteConnection connection)
    {
        _put = new Statement(
            connection,
            """
            INSERT INTO bindings (domain, number, position, contact, instance, sip_call_id, cseq, quality, expires_at, registered_at,
                transport, received_address, received_port, behind_nat, user_agent, reg_id, path)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
            ON CONFLICT (domain, number, position) DO UPDATE SET contact = ?4, instance = ?5, sip_call_id = ?6, cseq = ?7, quality = ?8,
                expires_at = ?9, registered_at = ?10, transport = ?11, received_address = ?12, received_port = ?13, behind_nat = ?14, user_agent = ?15,
                reg_id = ?16, path = ?17
            """,
            17);
        _cut = new Statement(connection, "DELETE FROM bindings WHERE domain = ?1 AND number = ?2 AND position >= ?3", 3);
        _load = new Statement(
            connection,
            """
            SELECT number, contact, instance, sip_call_id, cseq, quality, expires_at, registered_at, transport, received_address, received_port, behind_nat, user_agent,
                reg_id, path
            FROM bindings WHERE domain = ?1 AND expires_at > ?2 ORDER BY number, position
            """,
            2);
        _forget = new Statement(connection, "DELETE FROM bindings WHERE expires_at <= ?1", 1);
    }

    /// <summary>Replaces all bindings of a number.</summary>
    public void Replace(DomainName domain, ExtensionNumber number, ImmutableArray<Binding> bindings)
    {
        for (var position = 0; position < bindings.Length; position++)
            Put(domain, number, position, bindings[position]);
        _cut.Execute(domain.Value, number.Value, bindings.Length);
    }

    /// <summary>The bindings of a domain that are still good at the given instant, by number.</summary>
    public ImmutableArray<NumberBindings> Load(DomainName domain, DateTimeOffset now)
    {
        using var reader = _load.Query(domain.Value, StoredForms.Instant(now));
        var numbers = ImmutableArray.CreateBuilder<NumberBindings>();
        var bindings = ImmutableArray.CreateBuilder<Binding>();
        var current = "";
        while (reader.Read())
        {
            var number = reader.GetString(0);
            if (number != current && bindings.Count > 0)
                numbers.Add(new NumberBindings(new ExtensionNumber(current), bindings.DrainToImmutable()));
            current = number;
            bindings.Add(Read(reader));
        }
        if (bindings.Count > 0)
            numbers.Add(new NumberBindings(new ExtensionNumber(current), bindings.DrainToImmutable()));
        return numbers.ToImmutable();
    }

    /// <summary>Removes what had expired by the given instant.</summary>
    public void Forget(DateTimeOffset expired) => _forget.Execute(StoredForms.Instant(expired));

    public void Dispose()
    {
        _put.Dispose();
        _cut.Dispose();
        _load.Dispose();
        _forget.Dispose();
    }

    private void Put(DomainName domain, ExtensionNumber number, int position, Binding binding) => _put.Execute(
        domain.Value,
        number.Value,
        position,
        binding.Contact,
        binding.Instance,
        binding.SipCallId,
        binding.CSeq,
        binding.Quality,
        StoredForms.Instant(binding.ExpiresAt),
        StoredForms.Instant(binding.RegisteredAt),
        binding.Transport,
        binding.Received.Address,
        binding.Received.Port,
        binding.BehindNat,
        binding.UserAgent,
        binding.RegId,
        binding.Path);

    // The connection of a stream transport does not outlive the process, so it comes back as 0.
    private static Binding Read(SqliteDataReader reader) => new(
        reader.GetString(1),
        reader.GetString(2),
        reader.GetString(3),
        (uint)reader.GetInt64(4),
        reader.GetInt32(5),
        StoredForms.Instant(reader.GetInt64(6)),
        StoredForms.Instant(reader.GetInt64(7)),
        reader.GetString(8),
        new TransportAddress(reader.GetString(9), reader.GetInt32(10)),
        reader.GetBoolean(11),
        Connection: 0,
        reader.GetString(12))
    {
        RegId = reader.GetInt32(13),
        Path = reader.GetString(14),
    };
}
