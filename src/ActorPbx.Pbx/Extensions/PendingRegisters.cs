using System.Collections.Immutable;
using ActorPbx.Domain.Registration;
using ActorPbx.Pbx.Registration;
using ActorPbx.Sip.Transactions;

namespace ActorPbx.Pbx.Extensions;

/// <summary>The REGISTERs of a number whose 200 waits until their bindings are in the database.</summary>
internal sealed class PendingRegisters
{
    private List<(ServerTransaction Transaction, long Version, TempGruus? Gruus)>? _waiting;

    /// <summary>One waits for this version of the bindings.</summary>
    public void Add(ServerTransaction transaction, long version, TempGruus? gruus) => (_waiting ??= []).Add((transaction, version, gruus));

    /// <summary>Answers all that wait for this version or an older one; true when none is left of those that waited.</summary>
    public bool Answer(long version, ImmutableArray<Binding> bindings, DateTimeOffset now)
    {
        for (var i = 0; i < _waiting?.Count; i++)
        {
            var (transaction, wanted, gruus) = _waiting[i];
            if (wanted <= version)
            {
                transaction.Respond(RegisterResponses.Ok(transaction.Request, RegistrationLogic.Living(bindings, now), now, gruus));
                _waiting.RemoveAt(i--);
            }
        }

        if (_waiting is not { Count: 0 })
        {
            return false;
        }

        _waiting = null;
        return true;
    }
}
