using System.Text;
using ActorPbx.Domain.Calls;
using ActorPbx.Pbx.Gateway;

namespace ActorPbx.Pbx.Traces;

/// <summary>
/// Finds the call that a SIP message belongs to by our tag in it, and for messages without one by a Call-ID that was seen with our tag before. Remembers a bounded number
/// of Call-IDs.
/// </summary>
public sealed class CallFinder(DialogOwners dialogs)
{
    private const int MostRemembered = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, CallId> _byCallId = new(StringComparer.Ordinal);
    private readonly Queue<string> _oldest = new();

    /// <summary>The call, or null for a message of none, or of one that is not known yet.</summary>
    public CallId? Find(in HeaderScan message)
    {
        var callId = message.Field("Call-ID"u8, (byte)'i');
        if (callId.IsEmpty)
        {
            return null;
        }

        var text = Encoding.ASCII.GetString(callId);
        lock (_gate)
        {
            if (_byCallId.TryGetValue(text, out var known))
            {
                return known;
            }
        }

        if ((Owner(message.Field("To"u8, (byte)'t')) ?? Owner(message.Field("From"u8, (byte)'f'))) is not { } owner)
        {
            return null;
        }

        Remember(text, owner.Id);
        return owner.Id;
    }

    private DialogOwner? Owner(ReadOnlySpan<byte> address) => HeaderScan.Tag(address) is { IsEmpty: false } tag ? dialogs.Find(Encoding.ASCII.GetString(tag)) : null;

    private void Remember(string callId, CallId call)
    {
        lock (_gate)
        {
            if (!_byCallId.TryAdd(callId, call))
            {
                return;
            }

            _oldest.Enqueue(callId);
            if (_oldest.Count > MostRemembered)
            {
                _byCallId.Remove(_oldest.Dequeue());
            }
        }
    }
}
