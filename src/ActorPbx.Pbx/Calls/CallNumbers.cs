using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Presence;
using ActorPbx.Pbx.Extensions;

namespace ActorPbx.Pbx.Calls;

/// <summary>The numbers of ours that a call has a place with: those that it was admitted by, called, or that came into it later. Each is told when it is out of it.</summary>
internal sealed class CallNumbers(NewCall setup, CallServices services, IActorRef call)
{
    private readonly List<ExtensionNumber> _asked = new(2);
    private ExtensionNumber? _paged;
    private ExtensionNumber? _welcome;

    /// <summary>How many there are.</summary>
    public int Count => _asked.Count;

    /// <summary>Asks or tells a number something, which has a place from now on.</summary>
    public void Ask(ExtensionCommand command)
    {
        if (!_asked.Contains(command.Number))
        {
            _asked.Add(command.Number);
        }

        if (command is Page)
        {
            _paged = command.Number;
        }

        services.Extensions.Tell(command, call);
    }

    /// <summary>Says how far the call is.</summary>
    public void Advance(DialogStage stage)
    {
        if (setup.Caller is CallOrigin.Extension extension)
        {
            services.Extensions.Tell(new CallAdvanced(extension.Profile.Number, setup.Id, stage), call);
        }

        if (_paged is { } number)
        {
            services.Extensions.Tell(new CallAdvanced(number, setup.Id, stage), call);
        }
    }

    /// <summary>A number is in the call by a leg that another call gave.</summary>
    public void AdmitGiven(string number)
    {
        if (Find(number) is { } ours)
        {
            Ask(new JoinCall(ours, setup.Id, setup.Caller.Number));
        }
    }

    /// <summary>A number is out of the call that it transferred, and pays for the rest.</summary>
    public void LetGo(string number)
    {
        if (Find(number) is { } ours)
        {
            services.Extensions.Tell(new LeaveCall(ours, setup.Id), call);
        }
    }

    /// <summary>A number wants another's place. Has it room for one call more? Answered by <see cref="JoinAdmitted"/> or <see cref="JoinRefused"/>.</summary>
    public void Welcome(ExtensionNumber number)
    {
        if (_asked.Contains(number))
        {
            call.Tell(new JoinAdmitted(setup.Id));
            return;
        }

        _welcome = number;
        Ask(new JoinCall(number, setup.Id, setup.Caller.Number) { Asks = true });
    }

    /// <summary>It has that place from now on.</summary>
    public void Seated() => _welcome = null;

    /// <summary>It does not get that place.</summary>
    public void TurnAway()
    {
        if (_welcome is { } number)
        {
            _welcome = null;
            Free(number);
        }
    }

    /// <summary>A number was replaced by another, and has nothing to do with the call any longer.</summary>
    public void LeaveReplaced(string by, string number)
    {
        if (number != by && number != setup.Caller.Number && Find(number) is { } ours)
        {
            Free(ours);
        }
    }

    /// <summary>Those that came after the first so many are out of it.</summary>
    public void FreeFrom(int count)
    {
        while (_asked.Count > count)
        {
            Free(_asked[count]);
        }
    }

    private ExtensionNumber? Find(string number) => services.Routing.OriginOf(number)?.Profile.Number;

    private void Free(ExtensionNumber number)
    {
        _asked.Remove(number);
        services.Extensions.Tell(new ReleaseCall(number, setup.Id), call);
    }
}
