namespace ActorPbx.Sip.Messages;

/// <summary>The values of one header as bytes, lists taken apart.</summary>
internal readonly struct RawHeaderValues(HeaderList headers, HeaderName name)
{
    public Enumerator GetEnumerator() => new(new HeaderValues.Enumerator(headers, name));

    public struct Enumerator(HeaderValues.Enumerator values)
    {
        private HeaderValues.Enumerator _values = values;

        public readonly ReadOnlyMemory<byte> Current => _values.CurrentBytes;

        public bool MoveNext() => _values.MoveNext();
    }
}
