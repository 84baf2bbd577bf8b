namespace CoreStudy.Anonymisation.Lists;

/// <summary>From a hash of 64 bits to a number of 32; what is not held is 0. Sixteen bytes an entry at most.</summary>
internal sealed class HashTable(int expected)
{
    private ulong[] _keys = new ulong[Size(expected)];
    private uint[] _values = new uint[Size(expected)];
    private int _count;

    public uint this[ulong key]
    {
        get
        {
            var mask = _keys.Length - 1;
            for (var i = (int)(key >> 32 ^ key) & mask; _keys[i] != 0; i = (i + 1) & mask)
            {
                if (_keys[i] == key) return _values[i];
            }

            return 0;
        }
    }

    public void Merge(ulong key, uint value)
    {
        if (_count * 3 > _keys.Length * 2) Grow();
        var mask = _keys.Length - 1;
        var i = (int)(key >> 32 ^ key) & mask;
        while (_keys[i] != 0 && _keys[i] != key) i = (i + 1) & mask;
        if (_keys[i] == 0) (_keys[i], _count) = (key, _count + 1);
        _values[i] = WordFacts.Strongest(_values[i], value);
    }

    private static int Size(int expected) => (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, expected * 3 / 2));

    private void Grow()
    {
        var (keys, values) = (_keys, _values);
        (_keys, _values, _count) = (new ulong[keys.Length * 2], new uint[keys.Length * 2], 0);
        for (var i = 0; i < keys.Length; i++)
        {
            if (keys[i] != 0) Merge(keys[i], values[i]);
        }
    }
}
