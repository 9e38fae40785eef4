using System.Collections.Immutable;
using ActorPbx.Domain;
using ActorPbx.Domain.Messages;

namespace ActorPbx.Pbx.Records;

/// <summary>Keeps a message; answered by <see cref="MessageStored"/> after the commit, or <see cref="MessageNotStored"/>.</summary>
public sealed record StoreMessage(StoredMessage Message) : StoreCommand
{
    /// <summary>Without the text, which is nobody's business in a log.</summary>
    public override string ToString() => $"StoreMessage {Message.Id}";
}

/// <summary>A message was taken, or is worth nothing any longer. Not answered.</summary>
public sealed record ForgetMessage(string Id) : StoreCommand;

/// <summary>A message was taken that other nodes may bring again: its text is forgotten, its name kept until it would have ended. Not answered.</summary>
public sealed record NoteTaken(string Id) : StoreCommand;

/// <summary>Asks for all messages of a domain, the oldest first; answered by <see cref="MessagesLoaded"/>.</summary>
public sealed record LoadMessages(DomainName Domain) : StoreCommand;

/// <summary>The message is on disk.</summary>
public sealed record MessageStored(string Id) : StoreEvent;

/// <summary>The message could not be kept.</summary>
public sealed record MessageNotStored(string Id, string Reason) : StoreEvent;

/// <summary>The name of a message that was taken.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Until">When nobody brings it again.</param>
public sealed record TakenMessage(string Id, DateTimeOffset Until);

/// <summary>All messages of a domain.</summary>
public sealed record MessagesLoaded(DomainName Domain, ImmutableArray<StoredMessage> Messages) : StoreEvent
{
    /// <summary>Those that were taken.</summary>
    public ImmutableArray<TakenMessage> Taken { get; init; } = [];

    /// <summary>Without the texts.</summary>
    public override string ToString() => $"MessagesLoaded {Domain} {Messages.Length}";
}
