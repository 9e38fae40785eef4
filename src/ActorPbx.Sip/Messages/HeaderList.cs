using System.Collections;
using System.Runtime.InteropServices;
using System.Text;
using ActorPbx.Sip.Parsing;

namespace ActorPbx.Sip.Messages;

/// <summary>The header fields of a message in their order; values read from the wire stay bytes until someone asks for them.</summary>
public sealed class HeaderList : IEnumerable<HeaderField>
{
    private HeaderEntry[] _entries;
    private uint _changed;

    public HeaderList()
        : this(16)
    {
    }

    /// <param name="room">How many lines are expected.</param>
    internal HeaderList(int room) => _entries = new HeaderEntry[room];

    internal HeaderList(HeaderEntry[] entries, int count)
    {
        _entries = entries;
        Count = count;
    }

    /// <summary>How many header lines there are.</summary>
    public int Count { get; private set; }

    public HeaderField this[int index] => new(Entry(index).HeaderName, Entry(index).Text);

    /// <summary>Puts a header line at the end.</summary>
    /// <exception cref="ArgumentException">The value holds CR or LF.</exception>
    public void Add(HeaderName name, string value) => Insert(Count, NewEntry(name, value));

    /// <summary>Puts a header line before the first of its name, or before all others.</summary>
    public void Prepend(HeaderName name, string value) => Insert(Math.Max(0, IndexOf(name)), NewEntry(name, value));

    /// <summary>Leaves exactly one header line of this name: in the place of the first, or at the end.</summary>
    public void Set(HeaderName name, string value)
    {
        var entry = NewEntry(name, value);
        var index = IndexOf(name);
        if (index < 0)
        {
            Insert(Count, entry);
            return;
        }
        _entries[index] = entry;
        MarkChanged(name.Id);
        RemoveFrom(index + 1, name);
    }

    /// <summary>Takes away every header line of this name, whatever its spelling; true when there was one.</summary>
    public bool Remove(HeaderName name)
    {
        MarkChanged(name.Id);
        return RemoveFrom(0, name);
    }

    /// <summary>Takes away the first value of a header: in a comma-separated list only that value, not the whole line.</summary>
    public bool RemoveFirst(HeaderName name)
    {
        var index = IndexOf(name);
        if (index < 0) return false;
        MarkChanged(name.Id);
        var rest = AfterFirst(index, name);
        if (rest is null) RemoveAt(index);
        else _entries[index] = NewEntry(name, rest);
        return true;
    }

    /// <summary>Puts another value in place of the first one; the rest of a comma-separated list stays.</summary>
    public void ReplaceFirst(HeaderName name, string value)
    {
        var index = IndexOf(name);
        if (index < 0)
        {
            Add(name, value);
            return;
        }
        var rest = AfterFirst(index, name);
        MarkChanged(name.Id);
        _entries[index] = NewEntry(name, rest is null ? value : $"{value}, {rest}");
    }

    /// <summary>Puts other bytes in place of the first value if its line holds no more than that one.</summary>
    internal bool TryReplaceFirst(HeaderName name, ReadOnlyMemory<byte> value)
    {
        var index = IndexOf(name);
        if (index < 0 || !MemoryMarshal.TryGetArray(value, out var bytes) || AfterFirst(index, name) is not null) return false;
        _entries[index] = RawEntry(name.Id, bytes);
        MarkChanged(name.Id);
        return true;
    }

    /// <summary>Puts a header line of bytes that are known to be good before the first of its name, or before all others.</summary>
    internal void Prepend(HeaderName name, ReadOnlyMemory<byte> value)
    {
        if (!MemoryMarshal.TryGetArray(value, out var bytes)) bytes = value.ToArray();
        Insert(Math.Max(0, IndexOf(name)), RawEntry(name.Id, bytes));
    }

    public bool Contains(HeaderName name) => IndexOf(name) >= 0;

    /// <summary>The whole value of the first header line of this name, or null.</summary>
    public string? Get(HeaderName name) => IndexOf(name) is var index and >= 0 ? _entries[index].Text : null;

    /// <summary>The first value of this name as bytes; false when there is none.</summary>
    public bool TryGetRaw(HeaderName name, out ReadOnlyMemory<byte> value)
    {
        var index = IndexOf(name);
        value = index < 0 ? default : _entries[index].Bytes;
        return index >= 0;
    }

    /// <summary>All values of this name, lists taken apart.</summary>
    public HeaderValues GetAll(HeaderName name) => new(this, name);

    /// <summary>How many header lines bear this name.</summary>
    public int CountOf(HeaderName name)
    {
        var count = 0;
        for (var i = 0; i < Count; i++)
        {
            if (_entries[i].Is(name)) count++;
        }
        return count;
    }

    /// <summary>Appends all header lines of this name from another message, bytes as they are.</summary>
    /// <returns>Whether there was one.</returns>
    public bool CopyFrom(SipMessage source, HeaderName name)
    {
        ArgumentNullException.ThrowIfNull(source);
        var from = source.Headers;
        var before = Count;
        for (int i = 0, end = from.Count; i < end; i++)
        {
            if (from._entries[i].Is(name)) Insert(Count, from._entries[i]);
        }
        return Count > before;
    }

    /// <summary>The same header lines in a list of their own, with room for the few that a proxy adds.</summary>
    internal HeaderList Copy()
    {
        var entries = new HeaderEntry[Count + 4];
        Array.Copy(_entries, entries, Count);
        return new HeaderList(entries, Count);
    }

    public IEnumerator<HeaderField> GetEnumerator()
    {
        for (var i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal ref readonly HeaderEntry Entry(int index) => ref _entries.AsSpan(0, Count)[index];

    internal int IndexOf(HeaderName name)
    {
        for (var i = 0; i < Count; i++)
        {
            if (_entries[i].Is(name)) return i;
        }
        return -1;
    }

    /// <summary>Tells once that headers of this kind were changed, so that what was read from them is stale.</summary>
    internal bool TakeChanged(HeaderId id)
    {
        var bit = 1u << (int)id;
        if ((_changed & bit) == 0) return false;
        _changed &= ~bit;
        return true;
    }

    internal void AddRaw(HeaderId id, byte[] source, int start, int length) =>
        Insert(Count, new HeaderEntry { Id = id, Source = source, Start = start, Length = length });

    private static HeaderEntry RawEntry(HeaderId id, ArraySegment<byte> bytes) =>
        new() { Id = id, Source = bytes.Array!, Start = bytes.Offset, Length = bytes.Count };

    private static HeaderEntry NewEntry(HeaderName name, string value)
    {
        if (name.Name.Length == 0) throw new ArgumentException("A header has a name.", nameof(name));
        return new HeaderEntry { Id = name.Id, Name = name.Id == HeaderId.Unknown ? name.Name : null, Source = HeaderText.Checked(value, nameof(value)) };
    }

    private string? AfterFirst(int index, HeaderName name)
    {
        if (!name.IsList) return null;
        var value = _entries[index].Bytes.Span;
        var comma = QuotedText.IndexOfOutside(value, (byte)',');
        return comma < 0 ? null : Encoding.UTF8.GetString(SipCharacters.Trim(value[(comma + 1)..]));
    }

    private void Insert(int index, in HeaderEntry entry)
    {
        if (Count == _entries.Length) Array.Resize(ref _entries, Math.Max(8, Count * 2));
        if (index < Count) Array.Copy(_entries, index, _entries, index + 1, Count - index);
        _entries[index] = entry;
        Count++;
        MarkChanged(entry.Id);
    }

    private bool RemoveFrom(int start, HeaderName name)
    {
        var kept = start;
        for (var i = start; i < Count; i++)
        {
            if (_entries[i].Is(name)) continue;
            if (kept != i) _entries[kept] = _entries[i];
            kept++;
        }
        var removed = kept < Count;
        Array.Clear(_entries, kept, Count - kept);
        Count = kept;
        return removed;
    }

    private void RemoveAt(int index)
    {
        Count--;
        Array.Copy(_entries, index + 1, _entries, index, Count - index);
        _entries[Count] = default;
    }

    private void MarkChanged(HeaderId id)
    {
        if ((int)id < 32) _changed |= 1u << (int)id;
    }
}
